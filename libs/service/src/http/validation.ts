// Bodies and queries of management routes are classes with decorators of class-validator. Here its
// errors become faults with paths.
import { VISIBLE } from '@segue/contracts';
import { ValidationPipe, applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsObject, Matches, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { type FieldFault, Problem } from './problem';

/** Allows a field to be absent, but not null. `IsOptional` lets null pass for any type. */
export const MayBeAbsent = () => ValidateIf((_, value) => value !== undefined);

/**
 * Checks that a field is a list of objects of a class, each by the decorators of that class.
 * `ValidateNested` alone passes a list within the list, whatever is in it.
 */
export const IsListOf = (type: () => new () => object) =>
  applyDecorators(IsArray(), IsObject({ each: true }), ValidateNested({ each: true }), Type(type));

/** Checks that a name has a visible character. */
export const IsVisible = () => Matches(VISIBLE, { message: '$property must have a visible character' });

/**
 * Checks a URL in a setting. Credentials in it would be ignored, and displayed with the setting.
 */
export const IsHttpUrl = () =>
  ValidateBy({
    name: 'httpUrl',
    validator: {
      validate: isHttpUrl,
      defaultMessage: () => '$property must be an http:// or https:// URL without credentials',
    },
  });

function isHttpUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !/^https?:\/\/\S+$/.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

/**
 * Returns the pipe that checks bodies and queries. Unknown fields are refused, so that a typo is
 * not taken for a default.
 */
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
