// Which texts name a time zone.

const zones = new Map<string, boolean>();
const MOST_ZONES = 10_000;

/**
 * Whether this names a time zone, or an offset as `+05:30`: what devices send as theirs need not.
 */
export function isZone(zone: string | null | undefined): zone is string {
  if (zone === null || zone === undefined) return false;
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const opens = AN_OFFSET.test(zone) || opensAsZone(zone);
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(zone, opens);
  return opens;
}

const AN_OFFSET = /^[+-]([01]\d|2[0-3]):[0-5]\d$/;

/** Asks the platform, because offsets are found for any text with digits, `2024-02-30` too. */
function opensAsZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
