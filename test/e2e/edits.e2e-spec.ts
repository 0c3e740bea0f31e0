// Edits of a marketer while touchpoints arrive: rules of every kind, previewed before they are
// saved; cut-offs; edges from the population.
import { describeWith } from '@segue/testing';
import { answerTo } from './src/campaigns';
import { eventually } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 120_000;
const PEOPLE = 60;
const DAY = 86_400_000;
const ZONES = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'not a zone'];

const share = (from: number, to: number) => ({ kind: 'share', seed: 'half', from, to });

interface Count {
  matching: number;
  population: number;
  exact: boolean;
}

describeWith('postgres', 'edits of a marketer', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.standalone();
    await system.clientOf('ingestion').send(lives());
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  const preview = async (when: object) =>
    (await system
      .clientOf('scoring')
      .put('/api/segments/preview', { name: 'draft', rule: { version: 1, when } }, 'POST')) as Count;
  const save = (id: string, when: object) =>
    system.clientOf('scoring').put(`/api/segments/${id}`, { name: id, rule: { version: 1, when } });
  const membersOf = async (id: string) =>
    ((await system.clientOf('scoring').get(`/api/segments/${id}/members?limit=200`)) as { items: string[] }).items;
  const jobsDone = () =>
    eventually(async () => {
      const { items } = (await system.clientOf('scoring').get('/api/jobs?service=scoring&limit=100')) as {
        items: { state: string }[];
      };
      expect(items.length).toBeGreaterThan(0);
      expect(items.filter(({ state }) => state !== 'done')).toEqual([]);
    });

  // The counts follow from `lives`, with i from 0 to 59.
  it.each<[string, object, number]>([
    ['traits', { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' }, 30],
    ['consents', { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'granted' }, 20],
    ['consents withdrawn', { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'withdrawn' }, 10],
    [
      'events',
      { kind: 'event', name: 'Order Completed', times: { atLeast: 2 }, within: { amount: 30, unit: 'days' } },
      15,
    ],
    ['sums', { kind: 'sum', name: 'Order Completed', property: 'total', is: 'atLeast', value: 60 }, 15],
    ['recency', { kind: 'recency', is: 'atMost', days: 5 }, 60],
    ['numbers', { kind: 'number', name: 'orders', is: 'equal', value: 1 }, 45],
    // Kiritimati is always a day ahead of Pago Pago; people without a zone of their own have that
    // of the brand.
    [
      "days in the customer's zone",
      { kind: 'not', of: { kind: 'date', name: 'born', from: 0, to: 0, zone: 'customer' } },
      20,
    ],
    ['shares', { kind: 'and', of: [share(0, 0.5), share(0.5, 1)] }, 0],
  ])(
    'counts %s before a rule is kept as after',
    async (name, when, expected) => {
      const id = name.replaceAll(/[^a-z]+/g, '-');
      expect(await preview(when)).toMatchObject({ matching: expected, population: PEOPLE, exact: true });
      await save(id, when);
      await eventually(async () => expect((await membersOf(id)).length).toBe(expected));
    },
    PATIENCE_MS,
  );

  it(
    'previews a rule that rests on segments as it will count',
    async () => {
      await save('wiener', { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' });
      const of = (id: string) => ({ kind: 'segment', id });
      expect(await preview(of('wiener'))).toMatchObject({ matching: 30, exact: true });
      await save('not-wiener', { kind: 'not', of: of('wiener') });
      expect(await preview({ kind: 'or', of: [of('wiener'), of('not-wiener')] })).toMatchObject({ matching: PEOPLE });
    },
    PATIENCE_MS,
  );

  it(
    'says of each threshold on a falling number when it will be crossed',
    async () => {
      const alive = (value: number) => ({ kind: 'number', name: 'pAlive', is: 'atLeast', value });
      const untilOf = async (id: string) => {
        const { segments } = (await system.clientOf('scoring').get('/api/standings/userId:person-0')) as {
          segments: { id: string; until: string }[];
        };
        return Date.parse(segments.find((segment) => segment.id === id)?.until as string);
      };
      await save('alive-50', alive(0.5));
      await save('alive-20', alive(0.2));
      await eventually(async () => expect((await membersOf('alive-20')).length).toBe(PEOPLE));
      await jobsDone();
      const [first, second] = [await untilOf('alive-50'), await untilOf('alive-20')];
      expect(first).toBeGreaterThan(Date.now());
      expect(second - first).toBeGreaterThan(30 * DAY);
      // The rule alone has the same members.
      await save('alive-50', { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' });
      await jobsDone();
      expect(await untilOf('alive-20')).toBe(second);
    },
    PATIENCE_MS,
  );

  it(
    'takes no rule that names what there is not, and says what there is',
    async () => {
      await save('graz', { kind: 'trait', name: 'city', is: 'equal', value: 'Graz' });
      const unknown: [object, string, string][] = [
        [{ kind: 'not', of: { kind: 'segment', id: 'nobody' } }, 'rule.when.of.id', '"graz"'],
        [{ kind: 'tier', scheme: 'ladder', in: ['loyal'] }, 'rule.when.scheme', '"value", "rfm"'],
        [{ kind: 'tier', scheme: 'value', in: ['mvc'] }, 'rule.when.in.0', '"MVC"'],
        [{ kind: 'number', name: 'age', is: 'known' }, 'rule.when.name', '"pAlive"'],
      ];
      for (const [when, path, there] of unknown) {
        for (const asked of [preview(when), save('graz', when)]) {
          const message = await asked.then(
            () => 'was taken {}',
            (error: Error) => error.message,
          );
          expect(message).toContain(': 400 ');
          const { errors } = JSON.parse(message.slice(message.indexOf('{'))) as { errors: object[] };
          expect(errors).toEqual([{ path, code: 'rule', message: expect.stringContaining(there) }]);
        }
      }
      // Nothing was written.
      await eventually(async () => expect((await membersOf('graz')).length).toBe(30));
    },
    PATIENCE_MS,
  );

  it(
    'keeps a segment while segments or campaigns refer to it',
    async () => {
      const remove = (id: string) =>
        fetch(`${system.urlOf('scoring')}/api/segments/${id}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${system.adminToken}` },
        });
      const refusal = async (id: string) => {
        const answer = await remove(id);
        return [answer.status, ((await answer.json()) as { code: string; detail: string }).detail];
      };
      await save('base', { kind: 'trait', name: 'city', is: 'equal', value: 'Graz' });
      await save('above', { kind: 'not', of: { kind: 'segment', id: 'base' } });
      await system
        .clientOf('campaign')
        .put('/api/campaigns/hello', answerTo('', { trigger: { on: 'entered', segment: 'above' } }));

      expect(await refusal('base')).toEqual([409, 'the segment above refers to it: change that first']);
      // Scoring reads of campaigns on a topic.
      await system.quiet();
      expect(await refusal('above')).toEqual([409, 'the campaign hello refers to it: change that first']);
      await system.clientOf('campaign').put('/api/campaigns/hello/state', { state: 'ended' }, 'POST');
      await system.quiet();
      expect([(await remove('above')).status, (await remove('base')).status]).toEqual([204, 204]);
      expect((await remove('base')).status).toBe(404);
    },
    PATIENCE_MS,
  );

  describe('lets one of two who edit the same version have it,', () => {
    const put = (path: string, version: number, body: object) =>
      fetch(`${system.urlOf('scoring')}${path}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${system.adminToken}`,
          'content-type': 'application/json',
          'if-match': String(version),
        },
        body: JSON.stringify(body),
      });

    it('be it a segment', async () => {
      const rule = { version: 1, when: { kind: 'trait', name: 'city', is: 'known' } };
      const save = (name: string, version: number) => put('/api/segments/shared', version, { name, rule });
      const first = (await (await save('first', 0)).json()) as { version: number };
      expect((await save('again', 0)).status).toBe(409);
      const both = await Promise.all([save('a', first.version), save('b', first.version)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('or a setting', async () => {
      const save = (marginRate: number, version: number) =>
        put('/api/settings/economics', version, { marginRate, costPerOrder: 0, costPerReturn: 0, costPerContact: 0 });
      const { versions } = (await (await save(0.2, 0)).json()) as { versions: { kind: string; version: number }[] };
      const { version } = versions.find(({ kind }) => kind === 'economics')!;
      expect((await save(0.4, 0)).status).toBe(409);
      const both = await Promise.all([save(0.3, version), save(0.3, version)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });
  });

  it('takes settings and names only as they can be used', async () => {
    const scoring = system.clientOf('scoring');
    const edges = { recency: [1, 2, 3, 4], frequency: [2, 2, 3, 5], monetary: [1, 9, 3, 4] };
    await expect(scoring.put('/api/settings/rfm', edges)).rejects.toThrow('"path":"monetary.2"');
    await expect(scoring.put('/api/settings/rfm', { ...edges, monetary: [1, 2] })).rejects.toThrow('"path":"monetary"');
    const { model } = (await scoring.get('/api/settings')) as { model: { bgnbd: object } };
    const beyond = { ...model, bgnbd: { ...model.bgnbd, r: 1e4 } };
    await expect(scoring.put('/api/settings/model', beyond)).rejects.toThrow('"path":"bgnbd.r"');
    await expect(scoring.put('/api/settings/value', { a: 1e300, b: 1 })).rejects.toThrow('"path":"a"');
    const rule = { version: 1, when: { kind: 'trait', name: 'city', is: 'known' } };
    await expect(scoring.put('/api/segments/nameless', { rule })).rejects.toThrow('"path":"name"');
    await expect(scoring.put('/api/segments/nameless', { name: '', rule })).rejects.toThrow('"path":"name"');
    await expect(scoring.put('/api/segments/nameless', { name: ' ', rule })).rejects.toThrow('"path":"name"');
  });

  it('answers a saved segment with its job, and no count', async () => {
    const saved = await save('job-of-it', { kind: 'trait', name: 'city', is: 'known' });
    expect(saved).toMatchObject({ id: 'job-of-it', job: { id: expect.any(String), state: 'running' } });
    expect(saved).not.toHaveProperty('customers');
    await jobsDone();
  });

  it('reads several standings at once, in the order of the ids, and leaves out unknown ones', async () => {
    const scoring = system.clientOf('scoring');
    const { items } = (await scoring.get('/api/members?limit=100')) as { items: string[] };
    const ids = [...items].reverse();
    const read = (await scoring.get(`/api/standings?customers=${[...ids, 'unknown', ids[0]].join(',')}`)) as {
      customer: string;
    }[];
    expect(read.map(({ customer }) => customer)).toEqual(ids);
    expect(read[0]).toMatchObject({ judgedAt: expect.any(String), netMargin: expect.any(Number) });
    const tooMany = Array.from({ length: 501 }, (_, n) => `c${n}`).join(',');
    await expect(scoring.get(`/api/standings?customers=${tooMany}`)).rejects.toThrow('at most 500');
  });

  it(
    'halves the population by hash, each half the complement of the other',
    async () => {
      const [low, high] = [await preview(share(0, 0.5)), await preview(share(0.5, 1))];
      expect(low.matching + high.matching).toBe(PEOPLE);
      expect(low.matching).toBeGreaterThan(PEOPLE / 5);
      expect(high.matching).toBeGreaterThan(PEOPLE / 5);
    },
    PATIENCE_MS,
  );

  it(
    'moves customers when a cut-off moves',
    async () => {
      const scoring = system.clientOf('scoring');
      const tiers = async () => ((await scoring.get('/api/tiers')) as { tiers: Record<string, number> }).tiers;
      await scoring.put('/api/settings/value', { a: 1_000_000, b: 1_000_000 });
      await eventually(async () => expect(await tiers()).toEqual({ standard: PEOPLE }));
      await scoring.put('/api/settings/value', { a: 1, b: 1_000_000 });
      await eventually(async () => expect(await tiers()).toEqual({ MVC: PEOPLE }));
    },
    PATIENCE_MS,
  );

  it(
    'takes the edges of RFM from the population, as a new version',
    async () => {
      const scoring = system.clientOf('scoring');
      await scoring.put('/api/settings/rfm/take', {}, 'POST');
      await eventually(async () => {
        const { rfm } = (await scoring.get('/api/settings')) as { rfm: { frequency: number[]; monetary: number[] } };
        // Three quarters bought once and a quarter twice: type-7 quantiles, plus one.
        expect(rfm.frequency).toEqual([2, 2, 2, 3]);
      });
      await jobsDone();
      const { versions } = (await scoring.get('/api/settings')) as { versions: { kind: string; takenAt: string }[] };
      expect(versions.map(({ kind }) => kind)).toContain('rfm');
    },
    PATIENCE_MS,
  );
});

function lives(): object[] {
  const now = Date.now();
  const today = new Date(now).toISOString().slice(0, 10);
  return Array.from({ length: PEOPLE }, (_, i) => livesOf(i, now, today)).flat();
}

function livesOf(i: number, now: number, today: string): object[] {
  const userId = `person-${i}`;
  const context = { timezone: ZONES[i % 3] };
  const at = (daysAgo: number) => new Date(now - daysAgo * DAY).toISOString();
  const track = (event: string, name: string, daysAgo: number, properties: object) => ({
    ...{ type: 'track', event, userId, context, properties, messageId: `${userId}-${name}`, timestamp: at(daysAgo) },
  });
  const order = (name: string, daysAgo: number) =>
    track('Order Completed', name, daysAgo, { order_id: `${userId}-${name}`, total: 40, currency: 'USD' });
  return [
    {
      type: 'identify',
      userId,
      context,
      traits: { city: i % 2 ? 'Wien' : 'Graz', born: bornFor(i, now, today) },
      messageId: `${userId}-who`,
      timestamp: at(9),
    },
    ...(i % 4 === 0 ? [order('first', 8)] : []),
    order('last', 3),
    ...(i % 2 === 0 ? [track('Consent Granted', 'yes', 7, { channel: 'email' })] : []),
    ...(i % 6 === 0 ? [track('Consent Withdrawn', 'no', 2, { channel: 'email' })] : []),
  ];
}

/**
 * Returns today's date in the customer's zone; for customers without a zone yesterday's in that of
 * the brand.
 */
function bornFor(i: number, now: number, today: string): string {
  const zone = ZONES[i % 3] as string;
  if (zone === 'not a zone') return new Date(Date.parse(today) - DAY).toISOString().slice(0, 10);
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
}
