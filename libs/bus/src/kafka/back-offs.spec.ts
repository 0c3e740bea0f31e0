import { BackOffs } from './back-offs';

describe('back-offs', () => {
  const setUp = () => {
    let over = 0;
    const backOffs = new BackOffs(() => over++);
    return { backOffs, over: () => over };
  };
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('let a failed partition wait, and report when it has', () => {
    const { backOffs, over } = setUp();

    const { tries, waitMs } = backOffs.failed(3);

    expect({ tries, waitMs }).toEqual({ tries: 1, waitMs: 100 });
    expect(backOffs.partitions()).toEqual([3]);
    jest.advanceTimersByTime(waitMs - 1);
    expect(backOffs.isWaiting(3)).toBe(true);
    jest.advanceTimersByTime(1);
    expect(backOffs.isWaiting(3)).toBe(false);
    expect(over()).toBe(1);
  });

  it('grow with failures in a row of one partition, and start again after a success', () => {
    const { backOffs } = setUp();

    expect([backOffs.failed(0).waitMs, backOffs.failed(0).waitMs, backOffs.failed(1).waitMs]).toEqual([100, 200, 100]);
    backOffs.succeeded(0);

    expect(backOffs.failed(0)).toEqual({ tries: 1, waitMs: 100 });
  });

  it('report nothing after a stop', () => {
    const { backOffs, over } = setUp();
    backOffs.failed(0);

    backOffs.stop();
    jest.advanceTimersByTime(10_000);

    expect(over()).toBe(0);
  });
});
