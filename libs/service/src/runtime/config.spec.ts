import { IsInt } from 'class-validator';
import {
  ConfigError,
  ServiceConfig,
  consoleUrlOf,
  ingestionUrlOf,
  kafkaSecurityOf,
  number,
  readConfig,
} from './config';

class TillConfig extends ServiceConfig {
  @number()
  @IsInt()
  readonly TILLS: number = 1;
}

const faultsOf = (env: NodeJS.ProcessEnv): string => {
  try {
    readConfig(TillConfig, env);
    return '';
  } catch (error) {
    return (error as ConfigError).message;
  }
};

describe('the configuration', () => {
  it('has a default for everything, and takes an empty variable for none', () => {
    expect(readConfig(TillConfig, { PORT: '', REDIS_URL: '' })).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      SEGUE_TRUSTED_PROXIES: [],
      KAFKA_BROKERS: [],
      SEGUE_BRAND_ZONE: 'UTC',
      SEGUE_DEMO: true,
      TILLS: 1,
    });
  });

  it('reads numbers, flags and lists', () => {
    const env = { PORT: '0', SEGUE_DEMO: '0', KAFKA_BROKERS: 'a:9092, b:9092', TILLS: '7' };
    expect(readConfig(TillConfig, env)).toMatchObject({
      PORT: 0,
      SEGUE_DEMO: false,
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      TILLS: 7,
    });
  });

  it('tells all faults at once and no value', () => {
    const faults = faultsOf({
      PORT: 'many',
      DATABASE_URL: 'mysql://root:secret@db',
      SEGUE_BRAND_ZONE: 'Mars/Olympus',
      SEGUE_CURRENCY: 'euros',
      SEGUE_COUNTRY: 'China',
      SEGUE_ADMIN_TOKEN: 'secret',
      KAFKA_BROKERS: 'no-port',
      TILLS: '1.5',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'SEGUE_BRAND_ZONE',
      'SEGUE_COUNTRY',
      'SEGUE_CURRENCY',
      'SEGUE_ADMIN_TOKEN',
      'KAFKA_BROKERS',
      'TILLS',
    ]) {
      expect(faults).toContain(name);
    }
    expect(faults).not.toContain('secret');
  });

  it('asks brokers for nothing that it was not told', () => {
    expect(kafkaSecurityOf(readConfig(TillConfig, { KAFKA_BROKERS: 'a:9092' }))).toEqual({ ssl: false });
  });

  it('reads how brokers are told who connects', () => {
    const env = {
      KAFKA_BROKERS: 'a:9092',
      KAFKA_TLS: '1',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'segue',
      KAFKA_SASL_PASSWORD: '0123',
    };
    expect(kafkaSecurityOf(readConfig(TillConfig, env))).toEqual({
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'segue', password: '0123' },
    });
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    [
      'a mechanism without a login',
      { KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'plain' },
      'KAFKA_SASL_MECHANISM has no effect without KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
    ],
    [
      'a password without a mechanism',
      { KAFKA_BROKERS: 'a:1', KAFKA_SASL_PASSWORD: 'secret' },
      'KAFKA_SASL_PASSWORD has no effect without KAFKA_SASL_MECHANISM',
    ],
    ['TLS to no broker', { KAFKA_TLS: '1' }, 'KAFKA_TLS has no effect without KAFKA_BROKERS'],
    [
      'a mechanism that there is not',
      {
        KAFKA_BROKERS: 'a:1',
        KAFKA_SASL_MECHANISM: 'gssapi',
        KAFKA_SASL_USERNAME: 'segue',
        KAFKA_SASL_PASSWORD: 'secret',
      },
      'KAFKA_SASL_MECHANISM must be one of the following values: scram-sha-512, scram-sha-256, plain',
    ],
  ])('refuses %s', (_, env, fault) => {
    expect(faultsOf(env)).toBe(`the configuration is wrong:\n  ${fault}`);
  });

  it.each(['10.0.0.1', '10.0.0.0/8, ::1', 'fd00::/8'])('trusts the proxies %s', (proxies) => {
    expect(faultsOf({ SEGUE_TRUSTED_PROXIES: proxies })).toBe('');
  });

  it.each(['true', '*', '0.0.0.0/0', '::/0', 'proxy.example', '10.0.0.0/33', 'loopback'])(
    'trusts no proxy called %s',
    (proxies) => expect(faultsOf({ SEGUE_TRUSTED_PROXIES: proxies })).toContain('SEGUE_TRUSTED_PROXIES'),
  );

  it.each(['http://', 'ftp://a.example', 'https://u:p@a.example', 'https://a b.example', 'a.example'])(
    'takes %s for no address',
    (url) => expect(faultsOf({ CONSOLE_URL: url })).toContain('CONSOLE_URL must be an http:// or https:// URL'),
  );

  it('takes public addresses from settings alone', () => {
    const urls = (env: NodeJS.ProcessEnv) => {
      const config = readConfig(TillConfig, env);
      return [consoleUrlOf(config), ingestionUrlOf(config)];
    };
    const [shop, door] = ['https://segue.shop.example', 'https://in.shop.example'];
    expect(urls({ PORT: '3001' })).toEqual(['http://localhost:3001', 'http://localhost:3001']);
    expect(urls({ CONSOLE_URL: `${shop}/` })).toEqual([shop, shop]);
    expect(urls({ CONSOLE_URL: shop, INGESTION_URL: door })).toEqual([shop, door]);
  });
});
