import { Gathering } from './gathering';

/** Creates a gathering whose calls the test completes one by one. */
function worker({ most = 10, concurrency = 1 } = {}) {
  const calls: string[][] = [];
  const gates: ((error?: Error) => void)[] = [];
  const gathering = new Gathering<string>({
    most,
    concurrency,
    sizeOf: (part) => part.length,
    work: (parts) => {
      calls.push([...parts]);
      return new Promise((done, failed) => gates.push((error) => (error ? failed(error) : done())));
    },
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const next = async (error?: Error) => {
    gates.shift()?.(error);
    await turn();
  };
  return { gathering, calls, next, turn };
}

describe('gathering', () => {
  it('does in one call what comes in one turn', async () => {
    const { gathering, calls, next, turn } = worker();
    const all = Promise.all(['a', 'b', 'c'].map((part) => gathering.add(part)));
    await turn();
    expect(calls).toEqual([['a', 'b', 'c']]);
    await next();
    await all;
  });

  it('does in the next call what came while one was under way', async () => {
    const { gathering, calls, next, turn } = worker();
    const first = gathering.add('a');
    await turn();
    const others = Promise.all([gathering.add('b'), gathering.add('c')]);
    await turn();
    expect(calls).toEqual([['a']]);
    await next();
    await first;
    expect(calls).toEqual([['a'], ['b', 'c']]);
    await next();
    await others;
  });

  it('begins as many calls as it may', async () => {
    const { gathering, calls, turn } = worker({ concurrency: 2 });
    for (const part of ['a', 'b', 'c']) {
      void gathering.add(part);
      await turn();
    }
    expect(calls).toEqual([['a'], ['b']]);
  });

  it('makes no call larger than it may, but for a part that is', async () => {
    const { gathering, calls, next, turn } = worker({ most: 4 });
    for (const part of ['aa', 'bb', 'c', 'ddddd', 'e']) void gathering.add(part);
    await turn();
    await next();
    await next();
    await next();
    expect(calls).toEqual([['aa', 'bb'], ['c'], ['ddddd'], ['e']]);
  });

  it('tries each by itself when all together fail, so that one holds up only its own', async () => {
    const { gathering, calls, next, turn } = worker();
    const settled = Promise.allSettled(['a', 'b', 'c'].map((part) => gathering.add(part)));
    await turn();
    await next(new Error('one of them'));
    expect(calls).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
    await next();
    await next(new Error('b it is'));
    await next();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
