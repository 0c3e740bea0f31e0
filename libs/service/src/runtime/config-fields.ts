// Conversions of variables of the environment, and checks that class-validator lacks.
import { Transform } from 'class-transformer';
import { type ValidationArguments, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { isCountry } from '@segue/addresses';
import { isCurrency } from '@segue/orders';

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

/**
 * Matches an address or a network in CIDR form. `X/0` is excluded: it would trust every address.
 */
export const NETWORK =
  /^(?:(?:\d{1,3}\.){3}\d{1,3}(?:\/(?:[1-9]|[12]\d|3[0-2]))?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:\/(?:[1-9]|[1-9]\d|1[01]\d|12[0-8]))?)$/;

@ValidatorConstraint({ name: 'timeZone' })
export class IsTimeZoneName implements ValidatorConstraintInterface {
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
export class IsKnownCurrency implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isCurrency(value);
  }

  defaultMessage(): string {
    return '$property must be a currency code such as EUR';
  }
}

@ValidatorConstraint({ name: 'country' })
export class IsKnownCountry implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isCountry(value);
  }

  defaultMessage(): string {
    return '$property must be a country code of two capital letters such as CN';
  }
}

@ValidatorConstraint({ name: 'needs' })
export class IsWithWhatItNeeds implements ValidatorConstraintInterface {
  validate(value: unknown, given: ValidationArguments): boolean {
    return value === false || missingOf(given).length === 0;
  }

  defaultMessage(given: ValidationArguments): string {
    return `$property has no effect without ${missingOf(given).join(' and ')}`;
  }
}

function missingOf({ object, constraints }: ValidationArguments): string[] {
  const config = object as Record<string, unknown>;
  return (constraints as string[]).filter((name) => [config[name] ?? []].flat().length === 0);
}
