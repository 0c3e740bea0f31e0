// Touchpoints and lives for tests of parts.
import type { Touchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { RESTORED } from '../src/bounces';
import { consentState } from '../src/consents';
import { headOf } from '../src/head';
import { evolve } from '../src/part';
import { type Brand, EMPTY_PART, type Part } from '../src/part-state';
import { unconfirmed } from '../src/unconfirmed';
import { VOID_EVENT } from '../src/voids';

export const brand: Brand = { currency: 'USD', zone: 'UTC' };

let made = 0;

export function touchpoint(given: Partial<Touchpoint>): Touchpoint {
  const id = given.id ?? `m${made++}`;
  const { occurredAt = 1_000, identity = 'userId:u' } = given;
  return {
    v: 1,
    identity,
    source: given.trust === 'public' ? 'src_web' : 'server',
    id,
    type: 'track',
    event: 'Product Viewed',
    ids: [identity],
    properties: {},
    context: {},
    digest: id,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
    ...given,
    occurredAt,
  };
}

export const identify = (properties: Touchpoint['properties'], given: Partial<Touchpoint> = {}) =>
  touchpoint({ type: 'identify', event: 'identify', properties, ...given });

export const consent = (verb: 'Granted' | 'Withdrawn', given: Partial<Touchpoint>, channel = 'email') =>
  touchpoint({ event: `Consent ${verb}`, properties: { channel }, ...given });

export const voided = (from: number, until: number, withdrawn = {}, source = 'src_web') =>
  touchpoint({
    source: 'segue',
    id: `void/${source}/${from}/${until}`,
    event: VOID_EVENT,
    properties: { source, from, until, withdrawn },
  });

export const bounce = ({ properties, ...given }: Partial<Touchpoint>) =>
  touchpoint({
    ...{ source: 'delivery', event: 'Message Failed', ...given },
    properties: { bounced: 'email:ana@x.test', reason: '550', ...properties },
  });

export const restored = (occurredAt: number, given: Partial<Touchpoint> = {}) =>
  touchpoint({
    ...{ source: 'segue', event: RESTORED, occurredAt, id: `restored/${occurredAt}` },
    ...{ properties: { address: 'email:ana@x.test', takenBackBy: 'admin' }, ...given },
  });

export const fold = (life: readonly Touchpoint[]): Part =>
  life.reduce<Part>((part, one) => evolve(part, one, brand), EMPTY_PART);

export const traitsOf = (...life: Touchpoint[]) => headOf(fold(life), brand).traits;

export const emailOf = (...life: Touchpoint[]) => consentState(fold(life))['email/marketing'];

const trusts = fc.constantFrom<Touchpoint['trust']>('server', 'public', undefined);

export const lives = fc
  .array(
    fc.record({
      trust: trusts,
      source: fc.constantFrom('src_a', 'src_b'),
      what: fc.constantFrom('identify', 'grant', 'withdraw', 'order', 'refund', 'void', 'view', 'bounce', 'restore'),
      name: fc.constantFrom('email', 'city', 'plan', 'name'),
      value: fc.constantFrom<unknown>('a', 'b', null, 'x'.repeat(600)),
      channel: fc.constantFrom('email', 'sms'),
      at: fc.integer({ min: 0, max: 6 }),
      recordedAt: fc.integer({ min: 0, max: 2 }),
      stamp: fc.integer({ min: 0, max: 3 }),
      identity: fc.constantFrom('userId:u', 'anonymousId:a'),
    }),
    { maxLength: 16 },
  )
  .map((moments) =>
    moments.map(({ what, name, value, channel, at, stamp, ...given }, place) => {
      const common = { ...given, id: `life-${place}`, occurredAt: at, place: stamp };
      switch (what) {
        case 'identify':
          return identify({ [name]: value }, common);
        case 'grant':
          return consent('Granted', common, channel);
        case 'withdraw':
          return consent('Withdrawn', common, channel);
        case 'order':
          return touchpoint({ ...common, event: 'Order Completed', properties: { order_id: `o${at}`, total: place } });
        case 'refund':
          return touchpoint({ ...common, event: 'Order Refunded', properties: { order_id: `o${at}`, amount: 1 } });
        case 'bounce':
          return bounce({ ...common, source: 'delivery', trust: undefined, properties: { reason: `55${place}` } });
        case 'restore':
          return restored(at, { ...common, source: 'segue', trust: undefined });
        case 'void':
          return {
            ...voided(at, at + 2, { 'email/marketing': { value: 0, at: 0, by: 'w' } }, given.source),
            identity: given.identity,
          };
        default:
          return touchpoint({ ...common, context: { timezone: `Zone/${place}` } });
      }
    }),
  );

export const shuffled = <T>(all: readonly T[], keys: readonly number[]): T[] =>
  all
    .map((one, place) => ({ one, key: keys[place] ?? place }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);

export const seen = (part: Part) => ({ part, head: headOf(part, brand), claims: unconfirmed(part, brand).length });
