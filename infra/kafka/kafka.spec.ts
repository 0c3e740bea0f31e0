import { newClusterId, propertiesOf } from './broker';
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
    const plan = { id: 2, home: '/h', jars: '/j', clusterId: 'c', fresh: true, heapMb: 256, lingerMs: 0 };
    expect(propertiesOf({ ...plan, peers })).toContain('min.insync.replicas=2\n');
    expect(propertiesOf({ ...plan, peers })).toContain(
      'listeners=PLAINTEXT://127.0.0.1:9002,CONTROLLER://127.0.0.1:9102\n',
    );
    expect(propertiesOf({ ...plan, peers: peers.slice(1, 2) })).toContain('min.insync.replicas=1\n');
  });
});
