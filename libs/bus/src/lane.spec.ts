import { Lane } from './lane';

/**
 * A lane of numbers that weigh what they are; `sent` are the loads, `settle` ends the one under
 * way.
 */
function laneOf(maxWeight: number) {
  const sent: number[][] = [];
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const lane = new Lane<number>({
    send: (load) => {
      sent.push([...load]);
      return new Promise((resolve, reject) => (settle = { resolve, reject }));
    },
    weightOf: (item) => item,
    maxWeight,
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { lane, sent, turn, arrive: () => settle?.resolve(), fail: () => settle?.reject(new Error('in doubt')) };
}

describe('a lane', () => {
  it('sends what comes at once together, and what comes meanwhile with the next load', async () => {
    const { lane, sent, turn, arrive } = laneOf(100);
    const first = [lane.push(1), lane.push(2)];
    await turn();
    const later = [lane.push(3), lane.push(4)];
    await turn();
    expect(sent).toEqual([[1, 2]]);

    arrive();
    await Promise.all(first);
    await turn();
    expect(sent).toEqual([
      [1, 2],
      [3, 4],
    ]);

    arrive();
    await Promise.all(later);
    await lane.idle();
  });

  it('closes a load before it gets too heavy, and lets a heavier item travel alone', async () => {
    const { lane, sent, turn, arrive } = laneOf(10);
    const pushed = [4, 5, 3, 50, 1].map((weight) => lane.push(weight));
    for (let loads = 0; loads < 4; loads++) {
      await turn();
      arrive();
    }
    await Promise.all(pushed);
    expect(sent).toEqual([[4, 5], [3], [50], [1]]);
  });

  it('rejects what waits behind a load in doubt, and is open again afterwards', async () => {
    const { lane, sent, turn, arrive, fail } = laneOf(10);
    const outcomes = [lane.push(9), lane.push(8)].map((each) => each.catch((error: Error) => error.message));
    await turn();
    fail();
    expect(await Promise.all(outcomes)).toEqual(['in doubt', 'in doubt']);

    const again = lane.push(7);
    await turn();
    arrive();
    await again;
    expect(sent).toEqual([[9], [7]]);
  });
});
