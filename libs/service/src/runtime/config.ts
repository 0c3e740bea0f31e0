// The environment of a service: one validated object, read once, all its faults told at once.
import { Transform, plainToInstance } from 'class-transformer';
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
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
  validateSync,
} from 'class-validator';
import type { KafkaSecurity, LogLevel } from '@segue/bus';
import { isCountry } from '@segue/addresses';
import { DEFAULT_PROTECTED_TRAITS } from '@segue/contracts';
import { isCurrency } from '@segue/orders';
import { IsHttpUrl } from '../http/validation';

export const number = () => Transform(({ value }) => (typeof value === 'string' ? Number(value) : value));
export const flag = () =>
  Transform(({ value }) =>
    value === '1' || value === 'true' ? true : value === '0' || value === 'false' ? false : value,
  );
export const list = () =>
  Transform(({ value }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean)
      : value,
  );

export const withoutSlash = () =>
  Transform(({ value }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value));

/** An address or a network in CIDR form. `X/0` is excluded: it would trust every address. */
const NETWORK =
  /^(?:(?:\d{1,3}\.){3}\d{1,3}(?:\/(?:[1-9]|[12]\d|3[0-2]))?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:\/(?:[1-9]|[1-9]\d|1[01]\d|12[0-8]))?)$/;

@ValidatorConstraint({ name: 'timeZone' })
class IsTimeZoneName implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    try {
      return typeof value === 'string' && Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
    } catch {
      return false;
    }
  }

  defaultMessage(): string {
    return '$property must be a time zone of the IANA database, such as Europe/Berlin';
  }
}

@ValidatorConstraint({ name: 'currency' })
class IsKnownCurrency implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isCurrency(value);
  }

  defaultMessage(): string {
    return '$property must be a currency code such as EUR';
  }
}

@ValidatorConstraint({ name: 'country' })
class IsKnownCountry implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isCountry(value);
  }

  defaultMessage(): string {
    return '$property must be a country code of two capital letters such as CN';
  }
}

@ValidatorConstraint({ name: 'needs' })
class IsWithWhatItNeeds implements ValidatorConstraintInterface {
  validate(value: unknown, given: ValidationArguments): boolean {
    return value === false || missingOf(given).length === 0;
  }

  defaultMessage(given: ValidationArguments): string {
    return `$property says nothing without ${missingOf(given).join(' and ')}`;
  }
}

function missingOf({ object, constraints }: ValidationArguments): string[] {
  const config = object as Record<string, unknown>;
  return (constraints as string[]).filter((name) => [config[name] ?? []].flat().length === 0);
}

/** What is set (a flag: is on) only together with these. */
const Needs = (...variables: (keyof ServiceConfig)[]) => Validate(IsWithWhatItNeeds, variables);

type Sasl = NonNullable<KafkaSecurity['sasl']>;
const SASL_MECHANISMS: readonly Sasl['mechanism'][] = ['scram-sha-512', 'scram-sha-256', 'plain'];

/**
 * What every service understands; a service with more extends it. Fields are named as the variables
 * are.
 */
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

  /** Absent: the brokers take who connects. */
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

  /** Absent: each process by itself. */
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

  /** Days are days here. */
  @Validate(IsTimeZoneName)
  readonly SEGUE_BRAND_ZONE: string = 'UTC';

  /** ISO 4217; money is kept in its minor units. */
  @Validate(IsKnownCurrency)
  readonly SEGUE_CURRENCY: string = 'USD';

  /** Whose numbering plan phone numbers without a prefix follow: ISO 3166-1, two letters. */
  @IsOptional()
  @Validate(IsKnownCountry)
  readonly SEGUE_COUNTRY?: string;

  /**
   * CSV file of rates of exchange (`date,currency,rate`), by which orders in other currencies are
   * valued; absent: they are not.
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

  /** Where spans go (OTLP over HTTP); absent: nowhere. */
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

/** Names every variable that is wrong; never its value, which may be a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`the configuration is wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/**
 * An empty variable counts as absent, as compose files write it. @throws {ConfigError} with all
 * faults.
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

/** How the brokers are told who connects, of a configuration without faults. */
export function kafkaSecurityOf(config: ServiceConfig): KafkaSecurity {
  const {
    KAFKA_TLS: ssl,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = config;
  return { ssl, ...(mechanism && username && password ? { sasl: { mechanism, username, password } } : {}) };
}
