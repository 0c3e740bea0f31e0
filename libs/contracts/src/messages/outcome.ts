// Topic `outcomes`: how messages ended.
import { type Static, Type } from '@sinclair/typebox';
import { Id, IdentitySchema, Nullable, provenance } from './parts';

/** How a message ended, final: what campaigns book their decision by. */
export const Outcome = Type.Object({
  v: Type.Literal(1),
  /** Of the action. */
  id: Id,
  customer: Id,
  campaign: Id,
  status: Type.Union([
    Type.Literal('sent'),
    Type.Literal('failed'),
    Type.Literal('held'),
    Type.Literal('indeterminate'),
  ]),
  reason: Nullable(Type.String()),
  /** The recipient's address, as an identity, where its server refuses it for good; else null. */
  bounced: Nullable(IdentitySchema),
  ...provenance,
});
export type Outcome = Static<typeof Outcome>;
