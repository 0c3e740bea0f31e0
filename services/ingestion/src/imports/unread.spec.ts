import type { Bus, PartitionLag } from '@segue/bus';
import { touchpoints, touchpointsBulk } from '@segue/contracts';
import { unreadOf, untilRead } from './unread';

const partition = (number: number, committed: number, end: number): PartitionLag => ({
  partition: number,
  committed: BigInt(committed),
  end: BigInt(end),
});

describe('unread records', () => {
  it('are those between the progress and the ends of all partitions', () => {
    expect(unreadOf([partition(0, 3, 5), partition(1, 7, 7), partition(2, 0, 10)])).toBe(12);
  });

  it('count only up to earlier ends', () => {
    const ends = [partition(0, 0, 5), partition(1, 0, 7)];

    expect(unreadOf([partition(0, 3, 90), partition(1, 8, 90)], ends)).toBe(2);
  });

  it('are not known without the progress', () => {
    expect(unreadOf(null)).toBeNaN();
  });
});

describe('waiting for what was accepted', () => {
  /** Returns a bus whose progress at each read is the next of these; the last one stays. */
  function busWith(progress: { bulk: PartitionLag[][]; live: PartitionLag[][] }): Pick<Bus, 'lag'> & { reads: number } {
    const next = (states: PartitionLag[][]) => (states.length > 1 ? states.shift() : states[0]) as PartitionLag[];
    const bus = {
      reads: 0,
      lag: async (group: string, topic: string) => {
        bus.reads++;
        if (group === 'ingestion' && topic === touchpointsBulk.name) return next(progress.bulk);
        if (group === 'profile' && topic === touchpoints.name) return next(progress.live);
        throw new Error(`unexpected: ${group} ${topic}`);
      },
    };
    return bus;
  }
  const wait = (bus: Pick<Bus, 'lag'>, patienceMs = 60_000, signal = new AbortController().signal) =>
    untilRead(bus as Bus, patienceMs, signal);

  it('ends when the bulk topic is read and the live topic up to where it was then, whatever comes later', async () => {
    const bus = busWith({
      bulk: [[partition(0, 0, 2)], [partition(0, 2, 2)]],
      live: [[partition(0, 1, 1)], [partition(0, 1, 3)], [partition(0, 3, 50)]],
    });

    expect(await wait(bus)).toBe(0);
    expect(bus.reads).toBe(6);
  });

  it('gives up after its patience, with the records of both topics that remain', async () => {
    const bus = busWith({ bulk: [[partition(0, 0, 2)]], live: [[partition(0, 1, 4)]] });

    expect(await wait(bus, 0)).toBe(5);
  });

  it('ends at once when it is aborted', async () => {
    const stop = new AbortController();
    stop.abort();
    const bus = busWith({ bulk: [[partition(0, 0, 2)]], live: [[partition(0, 0, 0)]] });

    expect(await wait(bus, 60_000, stop.signal)).toBe(2);
    expect(bus.reads).toBe(2);
  });

  it('does not know the number while the log cannot be reached', async () => {
    const down = { lag: () => Promise.reject(new Error('down')) };

    expect(await wait(down, 0)).toBeNaN();
  });
});
