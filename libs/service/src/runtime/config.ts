// The environment of a service: one validated object, read once; all faults are reported together.
import { plainToInstance } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  Validate,
  validateSync,
} from 'class-validator';
import type { KafkaSecurity, LogLevel } from '@segue/bus';
import { DEFAULT_PROTECTED_TRAITS } from '@segue/contracts';
import { IsHttpUrl } from '../http/validation';
import {
  IsKnownCountry,
  IsKnownCurrency,
  IsTimeZoneName,
  IsWithWhatItNeeds,
  NETWORK,
  flag,
  list,
  number,
  withoutSlash,
} from './config-fields';

export { flag, list, number, withoutSlash } from './config-fields';

/** Makes a variable valid only when these are set as well (a flag that is off needs none). */
const Needs = (...variables: (keyof ServiceConfig)[]) => Validate(IsWithWhatItNeeds, variables);

type Sasl = NonNullable<KafkaSecurity['sasl']>;
const SASL_MECHANISMS: readonly Sasl['mechanism'][] = ['scram-sha-512', 'scram-sha-256', 'plain'];

/** The variables of every service; a service with more of them extends it. */
export class ServiceConfig {
  @number()
  @IsInt()
  @Min(0)
  @Max(65535)
  readonly PORT: number = 3000;

  /**
   * The address to listen on; defaults to this machine alone. `0.0.0.0` listens on all interfaces.
   */
  @IsString()
  readonly HOST: string = '127.0.0.1';

  /** Proxies in front of this process whose `X-Forwarded-For` is trusted; absent: none. */
  @list()
  @Matches(NETWORK, { each: true, message: '$property must be addresses or networks, several by comma' })
  readonly SEGUE_TRUSTED_PROXIES: readonly string[] = [];

  /**
   * Public URL of the console; defaults to localhost. With https its cookies are sent over HTTPS
   * only.
   */
  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly CONSOLE_URL?: string;

  /** Public URL of ingestion, as shown to senders; absent: through the console. */
  @withoutSlash()
  @IsOptional()
  @IsHttpUrl()
  readonly INGESTION_URL?: string;

  @IsIn(['debug', 'info', 'warn', 'error'])
  readonly LOG_LEVEL: LogLevel = 'info';

  /** Absent: an embedded Postgres in the data folder. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: '$property must start with postgres://' })
  readonly DATABASE_URL?: string;

  /** Absent: the embedded log in Postgres. */
  @list()
  @Matches(/^[^\s:]+:\d+$/, { each: true, message: '$property must be host:port, several by comma' })
  readonly KAFKA_BROKERS: readonly string[] = [];

  /**
   * TLS to the brokers, with the certificates that Node trusts; of an own authority too if
   * NODE_EXTRA_CA_CERTS names its file.
   */
  @flag()
  @IsBoolean()
  @Needs('KAFKA_BROKERS')
  readonly KAFKA_TLS: boolean = false;

  /** Absent: the brokers accept connections without a login. */
  @IsOptional()
  @IsIn(SASL_MECHANISMS)
  @Needs('KAFKA_BROKERS', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD')
  readonly KAFKA_SASL_MECHANISM?: Sasl['mechanism'];

  @IsOptional()
  @IsString()
  @Needs('KAFKA_SASL_MECHANISM')
  readonly KAFKA_SASL_USERNAME?: string;

  @IsOptional()
  @IsString()
  @Needs('KAFKA_SASL_MECHANISM')
  readonly KAFKA_SASL_PASSWORD?: string;

  /** Absent: each process has counters and caches of its own. */
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: '$property must start with redis://' })
  readonly REDIS_URL?: string;

  @IsString()
  readonly SEGUE_DATA_DIR: string = './.segue';

  /** Key of the first source; absent: made at the first start. */
  @IsOptional()
  @MinLength(8)
  readonly SEGUE_WRITE_KEY?: string;

  /** Absent: made at the first start. */
  @IsOptional()
  @MinLength(16)
  readonly SEGUE_ADMIN_TOKEN?: string;

  /**
   * Key that seals secrets in the database; absent: created at the first start. All instances of a
   * service need the same key.
   */
  @IsOptional()
  @MinLength(32)
  readonly SEGUE_SECRET_KEY?: string;

  /** The previous key: opens what it sealed, which is then sealed with the present one. */
  @IsOptional()
  @MinLength(32)
  readonly SEGUE_SECRET_KEY_OLD?: string;

  /**
   * URL at which customers reach Segue, for links in messages; https, so that mail programs accept
   * it. Absent: e-mails have no unsubscribe link.
   */
  @IsOptional()
  @IsHttpUrl()
  readonly SEGUE_PUBLIC_URL?: string;

  /** Time zone of the calendar days of orders, windows and quiet hours. */
  @Validate(IsTimeZoneName)
  readonly SEGUE_BRAND_ZONE: string = 'UTC';

  /** ISO 4217; money is kept in its minor units. */
  @Validate(IsKnownCurrency)
  readonly SEGUE_CURRENCY: string = 'USD';

  /** Country of phone numbers without a prefix: ISO 3166-1, two letters. */
  @IsOptional()
  @Validate(IsKnownCountry)
  readonly SEGUE_COUNTRY?: string;

  /**
   * CSV file of exchange rates (`date,currency,rate`) for orders in other currencies; absent: these
   * have no value.
   */
  @IsOptional()
  @IsString()
  readonly SEGUE_RATES_FILE?: string;

  /** Traits that a public source cannot change for a person known to a server source. */
  @list()
  @IsString({ each: true })
  readonly SEGUE_PROTECTED_TRAITS: readonly string[] = DEFAULT_PROTECTED_TRAITS;

  @flag()
  @IsBoolean()
  readonly SEGUE_DEMO: boolean = true;

  /** Receives spans (OTLP over HTTP); absent: none are sent. */
  @IsOptional()
  @IsHttpUrl()
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** A bearer token for `/metrics` only; absent: only tokens of ops and the admin give access. */
  @IsOptional()
  @MinLength(16)
  readonly SEGUE_METRICS_TOKEN?: string;

  /** The Postgres connections of each service in this process. */
  @number()
  @IsInt()
  @Min(2)
  @Max(100)
  readonly SEGUE_DB_CONNECTIONS: number = 8;
}

/** An error that names every invalid variable, but no value, since it may be a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`the configuration is wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/**
 * Returns the configuration. An empty variable counts as absent, as compose files write it.
 * @throws {ConfigError} with all faults.
 */
export function readConfig<C extends ServiceConfig>(shape: new () => C, env: NodeJS.ProcessEnv = process.env): C {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(shape, given, { exposeDefaultValues: true });
  const faults = validateSync(config, { forbidUnknownValues: false }).flatMap((fault) =>
    Object.values(fault.constraints ?? { shape: `${fault.property} is wrong` }),
  );
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

/**
 * Returns the public URL of the console. Never taken from a request, whose `Host` can be forged.
 */
export const consoleUrlOf = ({ CONSOLE_URL, PORT }: ServiceConfig): string => CONSOLE_URL ?? `http://localhost:${PORT}`;

/**
 * Returns the URL at which senders reach ingestion: directly, or through the console in front of
 * it.
 */
export const ingestionUrlOf = (config: ServiceConfig): string => config.INGESTION_URL ?? consoleUrlOf(config);

/** Returns the login and transport for the brokers; `config` must be valid. */
export function kafkaSecurityOf(config: ServiceConfig): KafkaSecurity {
  const {
    KAFKA_TLS: ssl,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = config;
  return { ssl, ...(mechanism && username && password ? { sasl: { mechanism, username, password } } : {}) };
}
