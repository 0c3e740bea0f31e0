import fc from 'fast-check';
import { quietUntil } from './restraint';

const NEW_YORK = 'America/New_York';
const wall = (instant: number, zone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant);

describe('the end of quiet hours', () => {
  it('is the first minute after a gap that the end lies in', () => {
    // On 8 March 2026 the clocks go from 2:00 to 3:00, which is 7:00 UTC.
    const end = quietUntil({ from: '22:00', to: '02:30' }, Date.UTC(2026, 2, 8, 4), NEW_YORK);
    expect(end).toBe(Date.UTC(2026, 2, 8, 7));
  });

  it('is still to come in an hour that comes twice', () => {
    // On 1 November 2026 1:10 comes again at 6:10 UTC.
    const end = quietUntil({ from: '22:00', to: '01:30' }, Date.UTC(2026, 10, 1, 6, 10), NEW_YORK);
    expect(end).toBe(Date.UTC(2026, 10, 1, 6, 30));
  });

  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const aroundChanges = fc
    .tuple(
      fc.constantFrom(Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6), Date.UTC(2026, 3, 4, 15)),
      fc.integer({ min: -2880, max: 2880 }),
    )
    .map(([change, minutes]) => change + minutes * 60_000);

  it('is the end of the next night where the change leaves out all that is not quiet', () => {
    // 02:00 to 03:00 does not exist in New York on 8 March 2026.
    const end = quietUntil({ from: '03:00', to: '02:00' }, Date.UTC(2026, 2, 8, 6, 59), NEW_YORK);
    expect(end).toBe(Date.UTC(2026, 2, 9, 6));
  });

  it('lies ahead and is not quiet, also where the clocks change', () => {
    fc.assert(
      fc.property(
        clock,
        clock,
        aroundChanges,
        fc.constantFrom(NEW_YORK, 'Australia/Lord_Howe'),
        (from, to, now, zone) => {
          const end = quietUntil({ from, to }, now, zone);
          if (end === null) return;
          expect(end).toBeGreaterThan(now);
          expect(quietUntil({ from, to }, end, zone)).toBeNull();
          expect(wall(end, zone) >= to || wall(end, zone) < from).toBe(true);
        },
      ),
    );
  });
});
