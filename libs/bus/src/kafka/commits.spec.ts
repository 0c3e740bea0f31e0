import { type CommitRequest, KafkaCommits } from './commits';

/** Records the offsets by partition of every commit that was sent. */
function recorder() {
  const sent: Record<number, string>[] = [];
  const outcomes: (() => void)[] = [];
  const errors: Error[] = [];
  const send = async ({ topics }: CommitRequest): Promise<void> => {
    sent.push(Object.fromEntries(topics[0]?.partitions.map(({ partition, offset }) => [partition, offset]) ?? []));
    await new Promise<void>((resolve) => outcomes.push(resolve));
    const error = errors.shift();
    if (error) throw error;
  };
  const turn = async (): Promise<void> => {
    outcomes.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { sent, send, turn, errors };
}

describe('commits beside the handling', () => {
  it('sends one at a time; the next has what was finished meanwhile, the latest of each partition', async () => {
    const { sent, send, turn } = recorder();
    const commits = new KafkaCommits('t', () => undefined);
    commits.add(0, '1', send);
    commits.add(0, '2', send);
    commits.add(1, '7', send);
    await turn();
    const flushed = commits.flush();
    await turn();
    await turn();
    await flushed;
    expect(sent).toEqual([{ 0: '1' }, { 0: '2', 1: '7' }]);
  });

  it('gathers for a while what is finished after a commit', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { sent, send, turn } = recorder();
    const commits = new KafkaCommits('t', () => undefined);
    commits.add(0, '1', send);
    await turn();
    commits.add(0, '2', send);
    await jest.advanceTimersByTimeAsync(50);
    commits.add(0, '3', send);
    expect(sent).toEqual([{ 0: '1' }]);
    await jest.advanceTimersByTimeAsync(60);
    await turn();
    jest.useRealTimers();
    expect(sent).toEqual([{ 0: '1' }, { 0: '3' }]);
  });

  it('tries again after a failure, with what is latest by then', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { sent, send, turn, errors } = recorder();
    errors.push(new Error('connection closed'));
    const commits = new KafkaCommits('t', () => undefined);
    commits.add(0, '1', send);
    await turn();
    commits.add(0, '5', send);
    await jest.advanceTimersByTimeAsync(100);
    await turn();
    jest.useRealTimers();
    expect(sent).toEqual([{ 0: '1' }, { 0: '5' }]);
  });

  it('gives up what another member may own by now', async () => {
    const { sent, send, turn, errors } = recorder();
    errors.push(Object.assign(new Error('rebalance'), { type: 'ILLEGAL_GENERATION' }));
    const commits = new KafkaCommits('t', () => undefined);
    commits.add(0, '1', send);
    await turn();
    await commits.flush();
    expect(sent).toEqual([{ 0: '1' }]);
  });
});
