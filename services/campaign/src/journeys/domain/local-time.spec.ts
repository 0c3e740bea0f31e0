import { nextLocal } from './local-time';

const at = (text: string) => Date.parse(text);

it.each<[string, string, number[] | undefined, string, string, string]>([
  ['later today', '09:00', undefined, '2026-11-23T05:00:00Z', 'Europe/Vienna', '2026-11-23T08:00:00Z'],
  ['tomorrow, once it has passed', '09:00', undefined, '2026-11-23T08:00:00Z', 'Europe/Vienna', '2026-11-24T08:00:00Z'],
  ['by the local day', '09:00', undefined, '2026-11-23T20:00:00Z', 'Asia/Shanghai', '2026-11-24T01:00:00Z'],
  ['on the next Monday', '10:30', [1], '2026-11-23T12:00:00Z', 'UTC', '2026-11-30T10:30:00Z'],
  ['on the nearest of two days', '10:30', [1, 3], '2026-11-23T12:00:00Z', 'UTC', '2026-11-25T10:30:00Z'],
  [
    'after the clocks are put forward',
    '09:00',
    undefined,
    '2026-03-28T23:30:00Z',
    'Europe/Vienna',
    '2026-03-29T07:00:00Z',
  ],
  [
    'after the clocks are put back',
    '09:00',
    undefined,
    '2026-10-24T23:30:00Z',
    'Europe/Vienna',
    '2026-10-25T08:00:00Z',
  ],
])('the next instant of a local time is %s', (_, clock, weekdays, now, zone, expected) => {
  expect(new Date(nextLocal(clock, weekdays, at(now), zone))).toEqual(new Date(expected));
});

it('is never now or before, in a year of hours of zones with changes of the clocks', () => {
  for (const zone of ['Europe/Vienna', 'America/Santiago', 'Asia/Shanghai', 'Pacific/Apia'])
    for (let now = at('2026-01-01T00:30:00Z'); now < at('2027-01-01T00:00:00Z'); now += 7_200_000) {
      const next = nextLocal('02:30', undefined, now, zone);
      expect(next).toBeGreaterThan(now);
      expect(next - now).toBeLessThanOrEqual(26 * 3_600_000);
    }
});
