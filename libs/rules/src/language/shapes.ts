// The smallest shapes of the language: scalars, names, paths, days and instants; and two helpers
// that make schemas.
import { type Static, type TProperties, Type } from '@sinclair/typebox';

export const Scalar = Type.Union([Type.String({ maxLength: 1024 }), Type.Number(), Type.Boolean()]);

export type Scalar = Static<typeof Scalar>;

export const Name = Type.String({ minLength: 1, maxLength: 256 });

/** Dots step into objects; a list on the way stands for each of its elements. */
export const Path = Type.String({
  minLength: 1,
  maxLength: 256,
  pattern: '^[^.]+([.][^.]+)*$',
  description: 'a path of 1 to 256 characters: names with single dots between them, as in address.city',
});

/** `YYYY-MM-DD`, or with a time and zone as in ISO 8601. */
export const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}(T.+(Z|[+-]\\d{2}:?\\d{2}))?$',
  description:
    'a day as YYYY-MM-DD, or an instant with its zone, as in 2026-05-01T10:00:00Z or 2026-05-01T10:00:00+08:00',
});

export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a day as YYYY-MM-DD' });

export const closed = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export const choice = <const T extends readonly string[]>(names: T) =>
  Type.Union(names.map((name) => Type.Literal(name as T[number])));
