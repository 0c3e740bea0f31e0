import {
  type Span,
  type Suspicion,
  afterEnd,
  decodeSuspicions,
  encodeSuspicions,
  isSetAside,
  mustBeAlone,
} from './ends';

const span = (first: number, last: number): Span => ({
  group: 'profile',
  topic: 'touchpoints',
  partition: 0,
  first: BigInt(first),
  last: BigInt(last),
});
const only = (suspicions: readonly Suspicion[]) => suspicions[0] as Suspicion;

describe('after a process ends by itself', () => {
  it('handles batches after one end, and single messages after a second with the same messages', () => {
    const once = afterEnd([], [span(10, 19)], false);
    expect(mustBeAlone(only(once), 15n)).toBe(false);
    const twice = only(afterEnd(once, [span(5, 14)], false));
    expect(twice).toMatchObject({ first: 10n, last: 14n, ends: 2 });
    expect([9n, 10n, 14n, 15n].map((offset) => mustBeAlone(twice, offset))).toEqual([false, true, true, false]);
  });

  it('starts the count again where two ends have no message in common', () => {
    const twice = afterEnd(afterEnd([], [span(10, 19)], false), [span(30, 39)], false);
    expect(only(twice)).toMatchObject({ first: 30n, last: 39n, ends: 1 });
  });

  it('sets aside only a message that was handled exclusively at two ends in a row', () => {
    const suspect = afterEnd(afterEnd([], [span(10, 19)], false), [span(10, 19)], false);
    const once = afterEnd(suspect, [span(12, 12)], true);
    expect(isSetAside(only(once), 12n)).toBe(false);
    const other = afterEnd(once, [span(13, 13)], true);
    expect(isSetAside(only(other), 12n)).toBe(false);
    const twice = only(afterEnd(once, [span(12, 12)], true));
    expect(isSetAside(twice, 12n)).toBe(true);
    expect(isSetAside(twice, 13n)).toBe(false);
  });

  it('reads back what it wrote, and ignores an unreadable file', () => {
    const suspicions = afterEnd(afterEnd([], [span(10, 19)], false), [span(12, 12)], true);
    expect(decodeSuspicions(encodeSuspicions(suspicions))).toEqual(suspicions);
    expect(decodeSuspicions('{"half')).toEqual([]);
    expect(decodeSuspicions('{}')).toEqual([]);
  });
});
