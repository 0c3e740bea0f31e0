import { IsInt } from 'class-validator';
import { ConfigError, ServiceConfig, number, readConfig } from './config';

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
    const told = faultsOf({
      PORT: 'many',
      DATABASE_URL: 'mysql://root:secret@db',
      SEGUE_BRAND_ZONE: 'Mars/Olympus',
      SEGUE_CURRENCY: 'euros',
      SEGUE_ADMIN_TOKEN: 'secret',
      KAFKA_BROKERS: 'no-port',
      TILLS: '1.5',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'SEGUE_BRAND_ZONE',
      'SEGUE_CURRENCY',
      'SEGUE_ADMIN_TOKEN',
      'KAFKA_BROKERS',
      'TILLS',
    ]) {
      expect(told).toContain(name);
    }
    expect(told).not.toContain('secret');
  });
});
