import fc from 'fast-check';
import { type Leaver, areCertain, soonest } from './leavers';

const leaver = (customer: string, at: number): Leaver => ({ customer, at });

it('takes the soonest, by id where two leave at once', () => {
  const all = [leaver('c', 3), leaver('b', 1), leaver('a', 1), leaver('d', 9)];
  expect(soonest(all, 3).map(({ customer }) => customer)).toEqual(['a', 'b', 'c']);
});

it('is certain once enough leave before whatever is not read yet can change', () => {
  const found = [leaver('a', 1), leaver('b', 5)];
  expect([areCertain(found, 2, 4), areCertain(found, 2, 5), areCertain(found, 3, 9)]).toEqual([false, true, false]);
});

it('never misses a sooner leaver when it is certain', () => {
  // Members in the order of their next change; each leaves then or later.
  const member = fc.record({ due: fc.nat(50), later: fc.nat(50) });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (members, most) => {
      const inOrder = [...members].sort((a, b) => a.due - b.due);
      const all = inOrder.map(({ due, later }, place) => leaver(`c${String(place).padStart(2, '0')}`, due + later));
      for (let read = 1; read <= all.length; read++) {
        const found = soonest(all.slice(0, read), most);
        if (!areCertain(found, most, inOrder[read - 1]!.due)) continue;
        expect(found.map(({ at }) => at)).toEqual(soonest(all, most).map(({ at }) => at));
      }
    }),
  );
});
