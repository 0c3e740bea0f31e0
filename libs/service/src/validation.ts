// Management bodies and queries are classes with class-validator's decorators; this turns its findings into paths.
import { ValidationPipe } from '@nestjs/common';
import { Matches, ValidateIf } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { type FieldFault, Problem } from './problem';

/** Of a body's field: it may be left out, but is not null. `IsOptional` lets null pass for any type. */
export const MayBeAbsent = () => ValidateIf((_, value) => value !== undefined);

/** Of a setting or field: where something is reached. */
export const IsHttpUrl = () => Matches(/^https?:\/\//, { message: '$property must start with http:// or https://' });

/** Fields that no class names are refused, so that a typo does not pass for a default. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) =>
      Problem.badRequest(
        'invalid',
        undefined,
        errors.flatMap((error) => faultsOf(error, '')),
      ),
  });
}

export function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ path, code, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}
