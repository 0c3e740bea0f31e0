// The variables of a login, against a broker that requires one.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { type Bus, type RawBatch, openBus } from '@segue/bus';
import { describeWith } from '@segue/testing';
import { openServices } from './runtime/bootstrap';
import { ServiceConfig, kafkaSecurityOf, readConfig } from './runtime/config';
import { defineService } from './runtime/definition';

const REFUSED_WITHIN_MS = 10_000;

const topicCalled = (name: string) => ({ name, partitions: 1, retentionMs: 3_600_000 });

@Module({})
class IdleModule {}

const idle = defineService({
  name: 'idle',
  config: ServiceConfig,
  migrations: [],
  entities: [],
  inputs: [],
  output: null,
  module: () => ({ module: IdleModule }),
});

describeWith('guardedKafka', 'a Kafka that asks for a login', (kafka) => {
  const opened: Bus[] = [];
  const envOf = (mechanism: string, password: string): NodeJS.ProcessEnv => ({
    KAFKA_BROKERS: kafka().brokers.join(','),
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: kafka().username,
    KAFKA_SASL_PASSWORD: password,
  });
  const open = (mechanism: string, password: string): Bus => {
    const config = readConfig(ServiceConfig, envOf(mechanism, password));
    const bus = openBus({
      clientId: 'login',
      kafkaBrokers: config.KAFKA_BROKERS,
      kafkaSecurity: kafkaSecurityOf(config),
      log: () => undefined,
    });
    opened.push(bus);
    return bus;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
  }, 30_000);

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'])(
    'takes the right password by %s: what is published is read',
    async (mechanism) => {
      const bus = open(mechanism, kafka().password);
      const topic = `greetings-${mechanism}`;
      await bus.ensureTopics([topicCalled(topic)]);
      await bus.publish(topic, [{ key: 'a', value: Buffer.from('hello') }]);

      const read = await new Promise<string>((settle, failed) => {
        const handler = async ({ messages }: RawBatch) => settle(String(messages[0]?.value));
        bus.subscribe({ topic, group: 'readers', maxBatch: 100, handler }).catch(failed);
      });

      expect(read).toBe('hello');
    },
    30_000,
  );

  it.each(['plain', 'scram-sha-512'])(
    'refuses the wrong password by %s, and says so before long',
    async (mechanism) => {
      const bus = open(mechanism, 'wrong-password');
      const before = Date.now();

      await expect(bus.ensureTopics([topicCalled('greetings')])).rejects.toThrow(/SASL .*authentication failed/);

      expect(Date.now() - before).toBeLessThan(REFUSED_WITHIN_MS);
    },
    30_000,
  );

  it('lets a service start with the right password, and not with the wrong one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'segue-login-'));
    await chmod(folder, 0o755);
    const env = (password: string) => ({
      ...envOf('scram-sha-512', password),
      PORT: '0',
      SEGUE_DATA_DIR: folder,
      LOG_LEVEL: 'error',
    });
    try {
      await expect(openServices([idle], { env: env('wrong-password') })).rejects.toThrow(
        /SASL .*authentication failed/,
      );
      const running = await openServices([idle], { env: env(kafka().password) });
      expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
      await running.close();
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    }
  }, 90_000);
});
