// The schema of one event of the Segment spec, as its SDKs send it. Other fields are accepted and
// ignored.
import { type Check, checkOf } from '@segue/contracts';
import { type Static, type TSchema, Type } from '@sinclair/typebox';

const Maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));
/** Tills and shops often send their ids as numbers. */
const Id = Type.Union([Type.String(), Type.Integer()]);
const Data = Type.Record(Type.String(), Type.Unknown());
const Time = Type.Union([Type.String(), Type.Number()]);

const ExternalId = Type.Object({
  type: Type.String({ minLength: 1, maxLength: 64 }),
  id: Type.Union([Type.String(), Type.Integer(), Type.Null()]),
});

export const EVENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const SegmentEvent = Type.Object({
  type: Type.Union(EVENT_TYPES.map((type) => Type.Literal(type))),
  userId: Maybe(Id),
  anonymousId: Maybe(Id),
  previousId: Maybe(Id),
  groupId: Maybe(Id),
  event: Maybe(Type.String({ maxLength: 256 })),
  name: Maybe(Type.String({ maxLength: 1024 })),
  category: Maybe(Type.String({ maxLength: 1024 })),
  properties: Maybe(Data),
  traits: Maybe(Data),
  context: Maybe(Type.Object({ externalIds: Maybe(Type.Array(ExternalId, { maxItems: 12 })) })),
  messageId: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Integer(), Type.Null()])),
  timestamp: Maybe(Time),
  originalTimestamp: Maybe(Time),
  sentAt: Maybe(Time),
});
export type SegmentEvent = Static<typeof SegmentEvent>;

export const checkEvent: Check = checkOf(SegmentEvent);
