import { estimate } from './estimate';

describe('how many customers match', () => {
  it('is exact where all were looked at', () => {
    expect(estimate(3, 10, 10)).toEqual({ matching: 3, looked: 10, population: 10, exact: true, error: 0 });
  });

  it('counts those looked at where there are more than were counted before', () => {
    expect(estimate(3, 11, 10)).toMatchObject({ population: 11, exact: true });
  });

  it('may be any number where none was looked at', () => {
    expect(estimate(0, 0, 10)).toEqual({ matching: 0, looked: 0, population: 10, exact: false, error: 10 });
  });

  it('is the share of the sample of all, within 1.96 standard errors of a sample without replacement', () => {
    const { matching, error, exact } = estimate(500, 1_000, 10_000);

    expect({ matching, exact }).toEqual({ matching: 5_000, exact: false });
    expect(error).toBe(Math.ceil(1.96 * Math.sqrt((0.25 * 0.9) / 1_000) * 10_000));
  });

  it('is surer the more customers were looked at', () => {
    const errors = [100, 1_000, 5_000, 9_999].map((looked) => estimate(looked / 2, looked, 10_000).error);

    expect(errors).toEqual([...errors].sort((a, b) => b - a));
  });
});
