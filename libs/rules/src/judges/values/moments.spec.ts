import fc from 'fast-check';
import { fits } from './comparison';
import { instantOf } from './moments';

/** Where to ask the machine is an error: it has a zone of its own. */
const elsewhere = (work: () => void) => {
  const { parse } = Date;
  Date.parse = () => {
    throw new Error('the machine is asked');
  };
  try {
    work();
  } finally {
    Date.parse = parse;
  }
};

it.each<[unknown, boolean]>([
  ['2024-01-01T04:59:59', true],
  ['2024-01-01 04:59:59.999', true],
  ['2024-01-01T05:00:00', false],
  ['2024-01-01T10:00:00', false],
  ['2024-01-01 10:00:00', false],
  ['2024-01-01T10:00:00+08:00', true],
  ['2024-01-01 10:00:00 +0800', true],
  ['2024-01-01 04:00:00 UTC', true],
  ['2023-13-45T00:00:00Z', false],
  ['2023-02-29', false],
  ['2023-12-31', true],
])('%j before five by UTC: %p, whatever the zone of the machine, which is not asked', (value, fit) => {
  elsewhere(() => expect(fits({ is: 'before', value: '2024-01-01T05:00:00Z' }, value)).toBe(fit));
});

it('reads every instant as ISO 8601 has it, and as UTC without a zone', () => {
  const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
  const instants = fc.integer({ min: Date.parse('0001-01-02'), max: Date.parse('9999-12-30') });
  const two = (number: number) => String(number).padStart(2, '0');
  fc.assert(
    fc.property(instants, minutes, fc.constantFrom('', ':'), (instant, east, colon) => {
      const written = new Date(instant + east * 60_000).toISOString().slice(0, -1);
      const [hours, rest] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60];
      expect(instantOf(`${written}${east < 0 ? '-' : '+'}${two(hours)}${colon}${two(rest)}`)).toBe(instant);
      expect(instantOf(new Date(instant).toISOString().replace('T', ' ').slice(0, -1))).toBe(instant);
    }),
    { numRuns: cases(1000) },
  );
});

it.each<[string, string]>([
  ['2024-02-29T10:00Z', '2024-02-29T10:00:00.000Z'],
  ['2024-02-29t10:00:01.5z', '2024-02-29T10:00:01.500Z'],
  ['2024-02-29T10:00:01.123999Z', '2024-02-29T10:00:01.123Z'],
  ['2024-02-29T10:00:01+02', '2024-02-29T08:00:01.000Z'],
  ['2024-02-29T23:30:00-01:30', '2024-03-01T01:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(new Date(instantOf(text)).toISOString()).toBe(instant);
});

it.each([
  '2024-01-01',
  '2024-13-45T10:00:00Z',
  '2023-02-29T10:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T10:60:00Z',
  '2024-01-01T10:00:60Z',
  '2024-01-01T10:00:00+24:00',
  '2024-01-01T10:00:00+01:60',
  '2024-01-01TnonsenseZ',
  '2024-01-01T10Z',
  '2024-01-01T10:00:00 at night',
  'on 2024-01-01T10:00:00Z',
])('%s is none', (text) => {
  expect(instantOf(text)).toBeNaN();
});
