// What the messages of several topics are made of. Times are UTC milliseconds, money is whole minor
// units.
import { type Static, type TLiteral, type TSchema, type TUnion, Type } from '@sinclair/typebox';
import { MAX_IDENTITY_LENGTH } from '../identity';

export const Instant = Type.Integer({ description: 'UTC milliseconds' });
export const Id = Type.String({ minLength: 1, maxLength: 512 });
export const IdentitySchema = Type.String({
  minLength: 3,
  maxLength: MAX_IDENTITY_LENGTH,
  description: 'kind:value',
});
export const Data = Type.Record(Type.String(), Type.Unknown());
/** Returns the schema of one of several words; a list of constants keeps them in its type. */
export const oneOf = <const W extends readonly string[]>(words: W) =>
  Type.Union(words.map((word) => Type.Literal(word))) as unknown as TUnion<{
    -readonly [K in keyof W]: TLiteral<W[K]>;
  }>;
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * Where a message came from. Campaigns act on `live` ones unless set otherwise, so that history
 * sends nothing.
 */
export const Origin = Type.Union([
  Type.Literal('live'),
  Type.Literal('import'),
  Type.Literal('backfill'),
  Type.Literal('replay'),
]);
export type Origin = Static<typeof Origin>;

/**
 * What caused this message. `depth` counts the links since the first touchpoint; a campaign holds
 * back messages of a chain longer than MAX_DEPTH.
 */
export const Cause = Type.Object({
  kind: Type.Union([
    Type.Literal('touchpoint'),
    Type.Literal('due'),
    Type.Literal('definition'),
    Type.Literal('transition'),
    Type.Literal('action'),
    Type.Literal('merge'),
  ]),
  id: Id,
  depth: Type.Integer({ minimum: 0 }),
});
export type Cause = Static<typeof Cause>;
export const MAX_DEPTH = 5;

/** When a message's subject happened and was received, its origin and its cause. */
export const provenance = { occurredAt: Instant, recordedAt: Instant, origin: Origin, cause: Nullable(Cause) };
