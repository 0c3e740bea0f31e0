import { type Reading, usedBetween } from './usage';

const reading = (pid: number, part: string, seconds: number): Reading => ({ pid, part, seconds });

it('adds up what the processes of each part used', () => {
  const before = {
    processes: [reading(1, 'scoring', 5), reading(2, 'postgres backends', 1), reading(3, 'postgres backends', 2)],
    endedSeconds: 0,
  };
  const after = {
    processes: [reading(1, 'scoring', 7), reading(2, 'postgres backends', 4), reading(3, 'postgres backends', 2.5)],
    endedSeconds: 0,
  };
  expect(usedBetween(before, after)).toEqual({ scoring: 2, 'postgres backends': 3.5, 'postgres ended': 0 });
});

it('counts a connection that was opened in between whole', () => {
  const after = { processes: [reading(9, 'postgres backends', 0.5)], endedSeconds: 0 };
  expect(usedBetween({ processes: [], endedSeconds: 0 }, after)).toMatchObject({ 'postgres backends': 0.5 });
});

it('counts of a connection that ended only what it used in between', () => {
  const before = { processes: [reading(1, 'postgres other', 0), reading(2, 'postgres backends', 3)], endedSeconds: 10 };
  const after = { processes: [reading(1, 'postgres other', 0)], endedSeconds: 13.25 };
  expect(usedBetween(before, after)).toEqual({ 'postgres other': 0, 'postgres backends': 0, 'postgres ended': 0.25 });
});

it('counts a process that came and went under its part, as far as it was seen', () => {
  const before = { processes: [reading(1, 'postgres other', 0)], endedSeconds: 10 };
  const after = { processes: [reading(1, 'postgres other', 0)], endedSeconds: 12 };
  const seen = [reading(7, 'postgres autovacuum', 1), reading(7, 'postgres autovacuum', 1.75)];
  expect(usedBetween(before, after, seen)).toMatchObject({ 'postgres autovacuum': 1.75, 'postgres ended': 0.25 });
});
