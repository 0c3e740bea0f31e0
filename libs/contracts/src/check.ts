// Schemas compiled to validators, once at load: the touchpoint path cannot afford to interpret them.
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';

/** Input that cannot be taken: a stable code, the path of the field (`batch.3.properties.total`), and what would be right. */
export class Invalid extends Error {
  constructor(
    readonly code: string,
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** Null when the value fits, else what is wrong with its first fault. */
export type Check = (value: unknown) => Invalid | null;

export function checkOf(schema: TSchema): Check {
  const compiled = TypeCompiler.Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return null;
    const fault = compiled.Errors(value).First();
    return new Invalid('shape', dotted(fault?.path ?? ''), fault?.message ?? 'does not fit the schema');
  };
}

const dotted = (pointer: string) => pointer.slice(1).replaceAll('/', '.');
