import { optionsIn } from './options';

const ROWS = ['cold', 'hot'];
const read = (...args: string[]) => optionsIn(args, ROWS, ['cold']);

it('has a default for everything but the other build', () => {
  expect(read()).toMatchObject({ against: undefined, runs: 5, rows: ['cold'], on: ['standalone', 'kafka'] });
});

it('reads lists and numbers', () => {
  const options = read('--rows', 'hot,cold', '--segments', '10,100', '--on', 'kafka', '--customers', '1000000');
  expect(options).toMatchObject({ rows: ['hot', 'cold'], segments: [10, 100], on: ['kafka'], customers: 1_000_000 });
});

it.each([
  [['--rows', 'warm'], '--rows warm: one of cold, hot'],
  [['--on', 'docker'], '--on docker: one of standalone, kafka'],
  [['--runs', '0'], '--runs 0: a whole number from 1'],
  [['--segments', '10,x'], '--segments x: a whole number from 1'],
  [['--seconds', '241'], '--seconds 241: at most 240'],
  [['--event', '5'], "Unknown option '--event'"],
])('refuses %p', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
