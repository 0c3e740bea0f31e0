import { LONGEST_ASKED_MS, retryAfterMs } from './retry-after';

const NOW = Date.parse('2026-11-28T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['20', 20_000],
    [' 20 ', 20_000],
    ['Sat, 28 Nov 2026 12:01:00 GMT', 60_000],
    ['Saturday, 28-Nov-26 12:01:00 GMT', 60_000],
    ['Sat Nov 28 12:01:00 2026', 60_000],
  ])('%s is a pause of %d ms', (field, pause) => expect(retryAfterMs(field, NOW)).toBe(pause));

  it.each(['999999999', '9'.repeat(400), 'Sat, 28 Nov 2099 12:00:00 GMT'])('%s is cut to a day', (field) =>
    expect(retryAfterMs(field, NOW)).toBe(LONGEST_ASKED_MS),
  );

  it.each(['', '0', '-5', '1.5', 'soon', '2026-11-28T12:01:00Z', 'Sat, 28 Nov 2026 11:00:00 GMT'])(
    '%j asks for nothing',
    (field) => expect(retryAfterMs(field, NOW)).toBeNull(),
  );
});
