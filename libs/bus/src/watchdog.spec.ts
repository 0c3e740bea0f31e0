import { Watchdog } from './watchdog';

describe('the watchdog', () => {
  let lag: boolean | Error;
  let stalls: string[];
  let dog: Watchdog;
  beforeEach(() => {
    jest.useFakeTimers();
    lag = false;
    stalls = [];
    dog = new Watchdog({
      stallMs: 1_000,
      onStall: (reason) => stalls.push(reason),
      hasLag: async () => {
        if (lag instanceof Error) throw lag;
        return lag;
      },
    });
  });
  afterEach(() => {
    dog.stop();
    jest.useRealTimers();
  });

  it('barks once at a handler that does not settle', async () => {
    dog.began(2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(stalls).toEqual([expect.stringContaining('has not settled')]);
  });

  it('reports a stall when messages wait and are not fetched', async () => {
    lag = true;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(stalls).toEqual([expect.stringContaining('no fetch')]);
  });

  it('is quiet while nothing waits, while it fetches, and while handlers settle', async () => {
    await jest.advanceTimersByTimeAsync(10_000);
    lag = true;
    for (let round = 0; round < 20; round++) {
      dog.began(0);
      await jest.advanceTimersByTimeAsync(600);
      dog.ended(0);
      await jest.advanceTimersByTimeAsync(600);
      dog.turn();
    }
    expect(stalls).toEqual([]);
  });

  it('gives messages that come after a quiet time their while', async () => {
    await jest.advanceTimersByTimeAsync(60_200);
    lag = true;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(stalls).toEqual([]);
    dog.turn();
    await jest.advanceTimersByTimeAsync(1_500);
    expect(stalls).toEqual([]);
  });

  it('is quiet while the log cannot be asked, and gives it time when it is back', async () => {
    lag = new Error('down');
    await jest.advanceTimersByTimeAsync(10_000);
    lag = true;
    await jest.advanceTimersByTimeAsync(700);
    expect(stalls).toEqual([]);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(stalls).toHaveLength(1);
  });
});
