import { SerialSender } from './serial-sender';

/**
 * Creates a sender of numbers, each of its own weight. `sent` holds the loads; `settle` ends the
 * one under way.
 */
function senderOf(maxWeight: number) {
  const sent: number[][] = [];
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const sender = new SerialSender<number>({
    send: (load) => {
      sent.push([...load]);
      return new Promise((resolve, reject) => (settle = { resolve, reject }));
    },
    weightOf: (item) => item,
    maxWeight,
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { sender, sent, turn, arrive: () => settle?.resolve(), fail: () => settle?.reject(new Error('in doubt')) };
}

describe('a serial sender', () => {
  it('sends what comes at once together, and what comes meanwhile with the next load', async () => {
    const { sender, sent, turn, arrive } = senderOf(100);
    const first = [sender.push(1), sender.push(2)];
    await turn();
    const later = [sender.push(3), sender.push(4)];
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
    await sender.idle();
  });

  it('closes a load before it gets too heavy, and lets a heavier item travel alone', async () => {
    const { sender, sent, turn, arrive } = senderOf(10);
    const pushed = [4, 5, 3, 50, 1].map((weight) => sender.push(weight));
    for (let loads = 0; loads < 4; loads++) {
      await turn();
      arrive();
    }
    await Promise.all(pushed);
    expect(sent).toEqual([[4, 5], [3], [50], [1]]);
  });

  it('rejects what waits behind a load in doubt, and is open again afterwards', async () => {
    const { sender, sent, turn, arrive, fail } = senderOf(10);
    const outcomes = [sender.push(9), sender.push(8)].map((each) => each.catch((error: Error) => error.message));
    await turn();
    fail();
    expect(await Promise.all(outcomes)).toEqual(['in doubt', 'in doubt']);

    const again = sender.push(7);
    await turn();
    arrive();
    await again;
    expect(sent).toEqual([[9], [7]]);
  });
});
