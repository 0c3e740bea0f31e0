import { newClusterId } from './broker';
import { type BrokerPlan, propertiesOf, settingsOf } from './broker-settings';
import { variablesOf } from './image';
import { versionIn } from './jars';
import { brokersIn } from './kafka';

describe('a local Kafka', () => {
  it('is not wanted where brokers are given', () => {
    expect(brokersIn('a:1, b:2,')).toEqual({ brokers: ['a:1', 'b:2'] });
    expect(brokersIn('')).toBeNull();
    expect(brokersIn(undefined)).toBeNull();
  });

  it('has an id that no command line takes for an option', () => {
    expect(newClusterId(Buffer.alloc(16, 0xfb))).toMatch(/^[A-Za-z0-9][\w-]{21}$/);
  });

  it('is of the version that the pom names', () => {
    expect(versionIn('<x><kafka.version>4.1.0</kafka.version></x>')).toBe('4.1.0');
  });

  it('writes to two of three brokers, or to the only one', () => {
    const peers = [1, 2, 3].map((id) => ({ id, port: 9000 + id, controllerPort: 9100 + id }));
    const plan = { id: 2, home: '/h', clusterId: 'c', fresh: true, heapMb: 256, lingerMs: 0 };
    expect(propertiesOf({ ...plan, peers })).toContain('min.insync.replicas=2\n');
    expect(propertiesOf({ ...plan, peers })).toContain(
      'listeners=PLAINTEXT://127.0.0.1:9002,CONTROLLER://127.0.0.1:9102\n',
    );
    expect(propertiesOf({ ...plan, peers: peers.slice(1, 2) })).toContain('min.insync.replicas=1\n');
  });

  it('binds all addresses of its container, and calls itself by the one that is seen from outside', () => {
    const plan: BrokerPlan = {
      id: 1,
      home: '/h',
      clusterId: 'c',
      peers: [{ id: 1, port: 9001, controllerPort: 9101 }],
      fresh: false,
      heapMb: 256,
      lingerMs: 0,
    };
    const variables = variablesOf(settingsOf(plan, { bind: '0.0.0.0', data: '/var/data' }));
    expect(variables).toMatchObject({
      KAFKA_LISTENERS: 'PLAINTEXT://0.0.0.0:9001,CONTROLLER://127.0.0.1:9101',
      KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://127.0.0.1:9001',
      KAFKA_LOG_DIRS: '/var/data',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    });
  });

  it('has its settings spelt as the image reads them', () => {
    const spelt = variablesOf({ 'node.id': 1, 'listener.name.sasl_plaintext.x-y': 'z' });
    expect(spelt).toEqual({ KAFKA_NODE_ID: '1', KAFKA_LISTENER_NAME_SASL__PLAINTEXT_X___Y: 'z' });
  });
});
