// Segments on their way to campaigns, on a real Postgres.
import type { Bus, Outgoing } from '@segue/bus';
import { type Definition, decode, segments } from '@segue/contracts';
import { type OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { scoring } from '..';
import { SegmentInUse } from './edit.faults';
import { ScoringRules } from './rulebook.store';
import { SegmentOutbox } from './segment.outbox';
import { SegmentStore } from './segment.store';

const NOW = Date.UTC(2026, 5, 1);
const BRAND = { currency: 'USD', zone: 'UTC', protectedTraits: [], rates: null };
const rule = { version: 1, when: { kind: 'trait', name: 'city', is: 'equal', value: 'Graz' } } as const;

describeWith('postgres', 'segments that were edited', (part) => {
  let db: OpenDb;
  let rules: ScoringRules;
  let sent: string[] = [];
  let isDown = false;
  let outbox: SegmentOutbox;

  beforeAll(async () => {
    db = await freshSchema(part().url, 'scoring_segments', scoring.migrations);
    const clock = { now: () => NOW };
    rules = new ScoringRules(db, clock, BRAND as never);
    const bus = {
      publish: async (_: string, messages: readonly Outgoing[]) => {
        if (isDown) throw new Error('the log is down');
        for (const { value } of messages) {
          const { segment, isDeleted } = decode(segments, value);
          sent.push(isDeleted ? `-${segment}` : segment);
        }
      },
    } as unknown as Bus;
    outbox = new SegmentOutbox(new SegmentStore(db), bus, clock, () => undefined);
  }, 60_000);
  afterAll(() => db?.close());
  beforeEach(() => {
    sent = [];
    isDown = false;
  });

  it('are published once, in the order of their edits', async () => {
    await rules.saveSegment({ id: 'a', name: 'A', rule });
    await rules.saveSegment({ id: 'b', name: 'B', rule });
    await rules.deleteSegment('a');
    await outbox.publish();
    expect(sent).toEqual(['b', '-a']);
    await outbox.publish();
    expect(sent).toEqual(['b', '-a']);
  });

  it('are published later by a sweep when the log was down', async () => {
    isDown = true;
    await rules.saveSegment({ id: 'c', name: 'C', rule });
    await outbox.publish();
    expect(sent).toEqual([]);
    isDown = false;
    await outbox.sweep();
    await outbox.sweep();
    expect(sent).toEqual(['c']);
  });

  it('stay while a campaign names them that has not ended', async () => {
    await rules.saveSegment({ id: 'd', name: 'D', rule });
    const definition = (version: number, named: string[]): Definition => ({
      ...{ v: 1, campaign: 'hello', version, active: false, touchpoints: [], segments: named },
      ...{ occurredAt: NOW, recordedAt: NOW, origin: 'live', cause: null },
    });
    await rules.subscribe([definition(2, ['d']), definition(1, [])]);
    await expect(rules.deleteSegment('d')).rejects.toThrow(new SegmentInUse(['the campaign hello']));
    await rules.subscribe([definition(3, [])]);
    expect(await rules.deleteSegment('d')).toBeGreaterThan(0);
    expect(await rules.deleteSegment('d')).toBeNull();
  });

  it('stay while it is not known which of them a campaign of an earlier version names', async () => {
    await rules.saveSegment({ id: 'e', name: 'E', rule });
    await db.query("insert into subscription (campaign, version, events) values ('older', 1, '{}')");
    await expect(rules.deleteSegment('e')).rejects.toThrow(new SegmentInUse(['the campaign older']));
  });
});
