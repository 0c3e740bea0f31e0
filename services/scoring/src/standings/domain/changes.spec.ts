import { atOnce } from '@segue/contracts';
import fc from 'fast-check';
import {
  ACTIVE,
  ANA,
  bookOf,
  DAY,
  Kept,
  numberAnew,
  profile,
  SEGMENTS,
  START,
  touchpoint,
} from '../../../testing/lives';
import type { StandingRow } from '../../score/domain/known-standings';
import { RuleView } from '../../score/domain/rule-view';
import { nextChanges } from './changes';

describe('what changes next', () => {
  const nextOf = (kept: Kept, now: number, most: number) => {
    const facts = new Map([...kept.facts].map(([identity, row]) => [identity, row.facts]));
    const { standing } = kept.standings.get(ANA) as StandingRow;
    return atOnce(nextChanges(standing, facts, new RuleView(facts, kept.book, now), kept.book, most));
  };

  it('is named, with its subject and what comes then', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0, properties: { total: 200 } })])]);
    const changes = nextOf(kept, START + DAY, 20);

    expect(changes.find(({ subject }) => subject === 'active')).toMatchObject({ kind: 'left', at: START + 90 * DAY });
    expect(changes.find(({ subject }) => subject === 'value')).toMatchObject({ kind: 'tier', from: 'MVC' });
    expect(changes.map(({ at }) => at)).toEqual(changes.map(({ at }) => at).sort((a, b) => a - b));
    expect(nextOf(kept, START + DAY, 1)).toEqual(changes.slice(0, 1));
  });

  it('is what happens when nothing does: the same subject, at the same instant, to the same tier', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ day: fc.nat(200), total: fc.integer({ min: 1, max: 300 }) }), {
          minLength: 1,
          maxLength: 5,
        }),
        (orders) => {
          numberAnew();
          const kept = new Kept(bookOf(SEGMENTS));
          const inOrder = [...orders].sort((a, b) => a.day - b.day);
          kept.take([profile(inOrder.map(({ day, total }) => touchpoint({ day, properties: { total } })))]);
          const from = START + (inOrder.at(-1)?.day ?? 0) * DAY + 1;
          const [change] = nextOf(kept, from, 1);
          if (change === undefined) return;
          const before = kept.log.length;
          kept.fire(change.at - 1);
          expect(kept.log.slice(before)).toEqual([]);
          kept.fire(change.at);
          expect(kept.log.slice(before)).toContainEqual(
            expect.objectContaining({
              ...{ kind: change.kind, subject: change.subject, occurredAt: change.at },
              ...(change.kind === 'tier' && { from: change.from, to: change.to }),
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
