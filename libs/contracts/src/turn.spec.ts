import fc from 'fast-check';
import { turnOf } from './turn';

const touchpoint = fc.record({
  recordedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  place: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2_000_000 })),
  id: fc.string(),
});

describe('turnOf', () => {
  it('orders by receipt, then by place, then by id', () => {
    const sign = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
    fc.assert(
      fc.property(touchpoint, touchpoint, fc.nat(2), (a, other, alike) => {
        const b = { ...other, ...(alike > 0 && { recordedAt: a.recordedAt }), ...(alike > 1 && { place: a.place }) };
        const last = (place: number) => Math.min(place, 36 ** 4 - 1);
        const expected = sign(a.recordedAt, b.recordedAt) || sign(last(a.place), last(b.place)) || sign(a.id, b.id);
        expect(sign(turnOf(a), turnOf(b))).toBe(expected);
      }),
    );
  });

  it('is the same however often and between whatever others it is asked for', () => {
    fc.assert(
      fc.property(fc.array(touchpoint), (all) => {
        expect([...all, ...all].map(turnOf)).toEqual(all.map(turnOf).concat(all.map(turnOf)));
      }),
    );
  });

  it('has a place of 0 where none was stamped, and nine digits of receipt', () => {
    expect(turnOf({ recordedAt: 36, id: 'm' })).toBe('0000000100000/m');
    expect(turnOf({ recordedAt: 37, place: 1_000, id: 'm' })).toBe('00000001100rs/m');
  });
});
