import { tzOffset } from '@date-fns/tz';
import fc from 'fast-check';
import { offsetAt } from './zone-offset';
import { zoneOffsets, zoneRules } from './zone-rules';

const hours = (zone: string, instant: string, runtime?: string) => zoneOffsets(runtime)(Date.parse(instant), zone) / 60;

describe('zoneOffsets', () => {
  it.each([
    ['America/Vancouver', '2027-01-15T12:00:00Z', -7],
    ['Canada/Pacific', '2027-01-15T12:00:00Z', -7],
    ['america/vancouver', '2027-07-15T12:00:00Z', -7],
    ['America/Edmonton', '2027-01-15T12:00:00Z', -6],
    ['Africa/Casablanca', '2026-12-01T12:00:00Z', 0],
    ['Africa/El_Aaiun', '2026-12-01T12:00:00Z', 0],
  ])('knows the rules of 2026 for %s at %s on a runtime of 2025: %s', (zone, instant, ahead) => {
    expect(hours(zone, instant, '2025c')).toBe(ahead);
    // By whatever runtime this is.
    expect(offsetAt(Date.parse(instant), zone)).toBe(ahead * 3_600_000);
  });

  it('asks the runtime where that is newer than the tables, or for what it knew when it was built', () => {
    const [instant, zone] = [Date.parse('2027-01-15T12:00:00Z'), 'America/Vancouver'];
    expect(zoneOffsets('2999a')(instant, zone)).toBe(tzOffset(zone, new Date(instant)));
    expect(hours('Europe/Dublin', '1971-06-15T12:00:00Z', '2025c')).toBe(1);
    expect(hours('Europe/Berlin', '2090-07-15T12:00:00Z', '2025c')).toBe(2);
    expect(zoneOffsets('2025c')(instant, 'Mars/Phobos')).toBeNaN();
    expect(zoneOffsets('2025c')(instant, '+05:30')).toBe(330);
  });

  // Their rules have not changed since 2020.
  const STEADY = [
    ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Asia/Shanghai', 'Europe/Dublin'],
    ...['America/Santiago', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC', 'Pacific/Chatham', 'Asia/Tokyo'],
  ];

  it('reads the tables as the runtime reads its own rules', () => {
    const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2060, 0) });
    fc.assert(
      fc.property(fc.constantFrom(...STEADY), instants, (zone, instant) => {
        expect(zoneOffsets('2020a')(instant, zone)).toBe(tzOffset(zone, new Date(instant)));
      }),
    );
  });
});

it('says which rules there are, and which are used', () => {
  expect(zoneRules('2025c')).toEqual({ runtime: '2025c', tables: zoneRules().tables, used: zoneRules().tables });
  expect(zoneRules('2999a').used).toBe('2999a');
});
