import type { News } from '../../services/console/web/src/api/live';
import { newestOfEach } from '../../services/console/web/src/features/home/feed/newest-of-each';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5) + minute * 60_000).toISOString();
const who = { name: null, identity: null };
const entered = (minute: number, subject: string): News => ({
  ...{ id: `${subject}/${minute}`, customer: `c${minute}`, ...who, at: at(minute) },
  ...{ kind: 'entered', subject, from: null, to: subject },
});
const sent = (minute: number): News => ({
  ...{ id: `sent/${minute}`, customer: `c${minute}`, ...who, at: at(minute) },
  ...{ kind: 'decision', decision: `d${minute}`, campaign: 'hello', outcome: 'sent', reason: 'due', channel: 'email' },
});
const many = <T>(count: number, make: (place: number) => T) => Array.from({ length: count }, (_, place) => make(place));
const ids = (news: readonly News[]) => news.map(({ id }) => id);

describe('newest of each', () => {
  it('keeps the messages of a week in which an edit moved hundreds', () => {
    const week = [...many(5, (place) => sent(place)), ...many(400, (place) => entered(1_000 + place, 'silent'))];
    const chosen = newestOfEach(week, 240);
    expect(chosen).toHaveLength(240);
    expect(ids(chosen).slice(0, 5)).toEqual(many(5, (place) => `sent/${place}`));
    expect(ids(chosen).at(5)).toBe('silent/1165');
    expect(ids(chosen).at(-1)).toBe('silent/1399');
  });

  it('gives each segment its share, and the newest of it', () => {
    const week = [...many(50, (place) => entered(place, 'a')), ...many(50, (place) => entered(100 + place, 'b'))];
    expect(ids(newestOfEach(week, 4))).toEqual(['a/48', 'a/49', 'b/148', 'b/149']);
  });

  it('returns all of a short week, oldest first, whatever their order', () => {
    expect(ids(newestOfEach([sent(3), entered(1, 'a'), sent(2)], 240))).toEqual(['a/1', 'sent/2', 'sent/3']);
    expect(newestOfEach([], 240)).toEqual([]);
  });
});
