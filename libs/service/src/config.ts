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
  type ValidatorConstraintInterface,
  validateSync,
} from 'class-validator';
import type { LogLevel } from '@segue/bus';

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

/** What every service understands; a service with more extends it. Fields are named as the variables are. */
export class ServiceConfig {
  @number()
  @IsInt()
  @Min(0)
  @Max(65535)
  readonly PORT: number = 3000;

  @IsString()
  readonly HOST: string = '0.0.0.0';

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

  /** Days are days here. */
  @Validate(IsTimeZoneName)
  readonly SEGUE_BRAND_ZONE: string = 'UTC';

  /** ISO 4217; money is kept in its minor units. */
  @Matches(/^[A-Z]{3}$/, { message: '$property must be a currency code such as EUR' })
  readonly SEGUE_CURRENCY: string = 'USD';

  @flag()
  @IsBoolean()
  readonly SEGUE_DEMO: boolean = true;

  /** Where spans go (OTLP over HTTP); absent: nowhere. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: '$property must start with http:// or https://' })
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;

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

/** An empty variable counts as absent, as compose files write it. @throws {ConfigError} with all faults. */
export function readConfig<C extends ServiceConfig>(shape: new () => C, env: NodeJS.ProcessEnv = process.env): C {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(shape, given, { exposeDefaultValues: true });
  const faults = validateSync(config, { forbidUnknownValues: false }).flatMap((fault) =>
    Object.values(fault.constraints ?? { shape: `${fault.property} is wrong` }),
  );
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}
