// Bodies that a TypeBox schema describes: their OpenAPI form and their check.
import type { Static, TSchema } from '@sinclair/typebox';
import type { Invalid } from '@segue/contracts';
import { Problem } from '@segue/service';

export const openApi = (schema: TSchema) => ({ schema: JSON.parse(JSON.stringify(schema)) as Record<string, unknown> });

/** Returns the body when it is valid. Throws the problem of its first fault. */
export function checked<S extends TSchema>(body: unknown, faultOf: (body: unknown) => Invalid | null): Static<S> {
  const fault = faultOf(body);
  if (fault) throw Problem.invalid(fault);
  return body as Static<S>;
}
