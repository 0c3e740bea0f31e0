import { touchpoints, unsafeIn } from '@segue/contracts';
import fc from 'fast-check';
import { type Reception, fingerprintOf, withIds } from './judged';
import { signatureOf } from './signature';
import { NOW, visitor, judged, taken, refusedFor, seen } from '../../../testing/judging';

describe('the identity of an event', () => {
  it('belongs to the strongest identity that it names', () => {
    const externalIds = [
      { type: 'memberCard', id: 77 },
      { type: 'ga_client_id', id: 'x.1' },
    ];
    expect(taken({ ...seen, userId: null, anonymousId: 'a1', context: { externalIds } })).toMatchObject({
      identity: 'memberCard:77',
      ids: ['memberCard:77', 'externalId:ga_client_id/x.1', 'anonymousId:a1'],
    });
  });

  it('spells one mailbox and one phone in one way', () => {
    const externalIds = [
      { type: 'email', id: ' Ana@Example.com' },
      { type: 'phone', id: '+44 (20) 7946-0000' },
    ];
    expect(taken({ type: 'identify', context: { externalIds } })?.ids).toEqual([
      'email:ana@example.com',
      'phone:+442079460000',
    ]);
  });

  it.each(['null', 'undefined', '0', '[object Object]', ' NaN '])('takes %p for no one', (userId) => {
    expect(refusedFor({ ...seen, userId })).toBe('blocked_id userId');
    expect(taken({ ...seen, userId, anonymousId: 'a1' })?.ids).toEqual(['anonymousId:a1']);
  });

  it('takes no e-mail identity from what is no address, and remarks on it', () => {
    const visit = (id: string, anonymousId: string | null = 'v') => ({
      ...{ type: 'track', event: 'Visit', anonymousId, context: { externalIds: [{ type: 'email', id }] } },
    });
    for (const id of ['noemail@', 'none given', 'Ann <ann@x.test>', 'a@x.test,b@x.test']) {
      const { accepted, remarks } = judged([visit(id)]);
      expect(accepted[0]?.touchpoint.ids).toEqual(['anonymousId:v']);
      expect(remarks).toMatchObject([{ code: 'left_out', path: 'batch.0.context.externalIds.0.id' }]);
      expect(judged([visit(id, null)]).rejected).toMatchObject([{ code: 'no_identity' }]);
    }
    for (const id of ["o'brien@x.test", ' ANN@x.test', '', 'unknown']) expect(judged([visit(id)]).remarks).toEqual([]);
  });

  it('refuses an id that is too long to be a key', () => {
    expect(refusedFor({ ...seen, userId: 'x'.repeat(300) })).toBe('length userId');
  });

  it.each(['ca761232-ed42-11ce-bacd-00aa0057b223', 'a1', 'jen@example.com', 4711])(
    'takes the previous id of an alias, here %p, as the id of the user before signing in',
    (previousId) => {
      const alias = { type: 'alias', userId: 'ana', previousId };
      expect(taken(alias)).toMatchObject({
        identity: 'userId:ana',
        ids: ['userId:ana', `anonymousId:${previousId}`],
        properties: { previousId },
      });
      expect(taken({ ...alias, anonymousId: 'device' })?.ids).toContain('anonymousId:device');
      expect(refusedFor(alias, visitor)).toBeUndefined();
    },
  );

  it('takes nothing from an alias of a user to itself, or to an id that stands for no one', () => {
    expect(taken({ type: 'alias', userId: 'ana', previousId: 'ana' })?.ids).toEqual(['userId:ana']);
    expect(taken({ type: 'alias', userId: 42, previousId: '42' })?.ids).toEqual(['userId:42']);
    expect(taken({ type: 'alias', userId: 'ana', previousId: 'null' })?.ids).toEqual(['userId:ana']);
  });
});

describe('what a public source may say', () => {
  it('no orders and no refunds', () => {
    const order = { ...seen, event: 'Order Completed', properties: { order_id: 'o1', total: 5 } };
    expect(refusedFor(order, visitor)).toBe('not_allowed event');
    expect(refusedFor(order)).toBeUndefined();
  });

  it('not that two known customers are one', () => {
    const externalIds = [{ type: 'email', id: 'bob@example.com' }];
    expect(refusedFor({ type: 'identify', userId: 'ana', context: { externalIds } }, visitor)).toBe(
      'not_allowed userId',
    );
  });

  it('no event that Segue records itself, and no outcome of messages', () => {
    const said = (event: string, over?: Partial<Reception>) => refusedFor({ ...seen, event }, over);
    for (const event of ['Message Sent', 'Message Failed', 'Withdrawals Voided']) {
      expect(said(event, visitor)).toBe('not_allowed event');
      expect(said(event)).toBe('not_allowed event');
    }
    expect(said('Message Opened', visitor)).toBe('not_allowed event');
    expect(said('Message Opened')).toBeUndefined();
  });

  it('with its trust: a signed user id as much as a server', () => {
    const identify = { type: 'identify', userId: 'u42', traits: { email: 'ana@example.com' } };
    const signed = (userId: string, key: string) => ({ ...identify, context: { signature: signatureOf(userId, key) } });
    expect(taken(identify)?.trust).toBe('server');
    expect(taken(identify, visitor)?.trust).toBe('public');
    expect(taken(signed('u42', 'present-key'), visitor)?.trust).toBe('server');
    expect(taken(signed('u42', 'next-key'), visitor)?.trust).toBe('server');
    expect(refusedFor(signed('u42', 'older-key'), visitor)).toBe('signature context.signature');
    expect(refusedFor(signed('u43', 'present-key'), visitor)).toBe('signature context.signature');
    expect(refusedFor({ ...signed('u42', 'present-key'), userId: null, anonymousId: 'a1' }, visitor)).toBe(
      'signature context.signature',
    );
  });

  it('not for a user by a signature of an id that differs by spaces only', () => {
    const context = { signature: signatureOf(' u42', 'present-key') };
    expect(refusedFor({ ...seen, userId: ' u42', context }, visitor)).toBe('signature context.signature');
  });

  it('and its signature is not kept', () => {
    const context = { signature: signatureOf('u42', 'present-key'), locale: 'de-DE' };
    expect(taken({ ...seen, userId: 'u42', context }, visitor)?.context).toEqual({ locale: 'de-DE' });
  });

  it('no order, signed or not', () => {
    const order = { ...seen, userId: 'u42', event: 'Order Completed', properties: { order_id: 'o1', total: 5 } };
    const context = { signature: signatureOf('u42', 'present-key') };
    expect(refusedFor({ ...order, context }, visitor)).toBe('not_allowed event');
  });

  it('that a visitor is a customer', () => {
    expect(refusedFor({ type: 'identify', userId: 'ana', anonymousId: 'a1' }, visitor)).toBeUndefined();
    const externalIds = [{ type: 'deviceId', id: 'd1' }];
    expect(refusedFor({ type: 'identify', userId: 'ana', context: { externalIds } }, visitor)).toBeUndefined();
  });
});

describe('whether it is the same', () => {
  const digest = (event: object) => taken({ ...seen, ...event })?.digest;

  it('does not ask how it travelled', () => {
    const said = { messageId: 'm1', timestamp: '2026-02-01T00:00:00Z' };
    const again = {
      ...said,
      sentAt: '2026-02-01T01:00:00Z',
      writeKey: 'k',
      integrations: { All: true },
      _metadata: {},
    };
    expect(digest(again)).toBe(digest(said));
  });

  it.each([{ event: 'Bought' }, { userId: 'bob' }, { properties: { n: 1 } }, { timestamp: '2026-02-02T00:00:00Z' }])(
    'is another with %p',
    (other) => expect(digest(other)).not.toBe(digest({})),
  );

  it('gives every event without an id one of its own, and keeps the others', () => {
    let drawn = 0;
    const ids = (batch: unknown[]) => {
      const outcome = judged(batch);
      withIds(outcome, (index) => `drawn-${drawn++}/${index}`);
      return outcome.accepted.map(({ touchpoint }) => touchpoint.id);
    };
    expect(ids([seen, seen, { ...seen, messageId: 'm1' }, { ...seen, messageId: null }])).toEqual([
      ...['drawn-0/0', 'drawn-1/1', 'm1', 'drawn-2/3'],
    ]);
    expect(ids([seen])).toEqual(['drawn-3/0']);
    expect(ids([{ ...seen, messageId: 4711 }])).toEqual(['4711']);
  });

  it('knows a request again by what it says, not by how it travelled', () => {
    const said = (batch: unknown[]) => fingerprintOf(judged(batch));
    expect(said([seen, 5])).toBe(said([{ ...seen, sentAt: '2026-02-01T01:00:00Z' }, 5]));
    for (const other of [[seen], [5, seen], [{ ...seen, event: 'Bought' }, 5], [seen, seen]])
      expect(said(other)).not.toBe(said([seen, 5]));
  });
});

describe('whatever comes', () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  const field = fc.constantFrom(
    'type',
    'userId',
    'anonymousId',
    'event',
    'properties',
    'traits',
    'context',
    'timestamp',
    'messageId',
  );
  const events = fc.array(
    fc.oneof(
      json,
      fc.dictionary(field, json),
      fc.record({
        type: fc.constantFrom('track', 'identify', 'alias', 'page'),
        userId: fc.string(),
        event: fc.string(),
        properties: json,
      }),
    ),
    { maxLength: 8 },
  );

  it('is either a touchpoint that fits its topic or a rejection with its place, and never both', () => {
    fc.assert(
      fc.property(events, fc.boolean(), (batch, isPublic) => {
        const outcome = judged(batch, { source: { id: 's', public: isPublic, signingKeys: [] } });
        withIds(outcome, (index) => `drawn/${index}`);
        const { accepted, rejected } = outcome;

        const places = [...accepted, ...rejected].map(({ index }) => index).sort((a, b) => a - b);
        expect(places).toEqual(batch.map((_, index) => index));
        for (const { touchpoint } of accepted) {
          expect(touchpoints.check(touchpoint)).toBeNull();
          expect(unsafeIn(touchpoint)).toBeNull();
          expect(touchpoint.occurredAt).toBeLessThanOrEqual(NOW);
        }
        for (const { index, path } of rejected) expect(path.startsWith(`batch.${index}`)).toBe(true);
      }),
    );
  });

  it('is judged in the same way alone and among others', () => {
    fc.assert(
      fc.property(events, (batch) => {
        const together = judged(batch);
        const alone = batch.flatMap((event, place) =>
          judged([event]).accepted.map(({ touchpoint }) => ({
            place,
            digest: touchpoint.digest,
          })),
        );
        expect(together.accepted.map(({ index, touchpoint }) => ({ place: index, digest: touchpoint.digest }))).toEqual(
          alone,
        );
      }),
    );
  });
});
