// Offsets of time zones by the newest rules at hand. Governments change their clocks several times
// a year, and a runtime keeps the rules of the day on which it was built; the tables of
// moment-timezone (the IANA database, in its packed format) take over where they are newer.
import { tzOffset } from '@date-fns/tz';
import packed from 'moment-timezone/data/packed/latest.json';

const MINUTE_MS = 60_000;

/** Versions of the IANA database, such as `2026f`. */
export interface ZoneRules {
  readonly runtime: string;
  readonly tables: string;
  /** The one that offsets are taken from. */
  readonly used: string;
}

// eslint-disable-next-line no-restricted-globals -- a constant of the runtime, as its rules are.
const OF_RUNTIME = process.versions.tz ?? '';

export function zoneRules(runtime = OF_RUNTIME): ZoneRules {
  const tables = packed.version;
  return { runtime, tables, used: tables > runtime ? tables : runtime };
}

/**
 * Returns a function that gives by how many minutes the clocks of an IANA zone are ahead of UTC at
 * an instant (UTC ms); NaN for an unknown zone.
 * @param runtime version of the rules that the runtime has.
 */
export function zoneOffsets(runtime?: string): (instant: number, zone: string) => number {
  const { runtime: own, used } = zoneRules(runtime);
  const ofRuntime = (instant: number, zone: string) => tzOffset(zone, new Date(instant));
  if (used === own) return ofRuntime;
  // What was known when the runtime was built needs no tables; they end where rules repeat.
  const from = Date.UTC(Number(own.slice(0, 4)) || 0, 0);
  return (instant, zone) => {
    const table = instant < from ? undefined : tableOf(zone);
    const place = table?.untils.findIndex((until) => instant < until) ?? -1;
    return table === undefined || place === -1 ? ofRuntime(instant, zone) : (table.offsets[place] as number);
  };
}

interface Table {
  /** UTC ms, ascending: until when each offset holds; the last Infinity where no rule repeats. */
  untils: readonly number[];
  /** Minutes ahead of UTC. */
  offsets: readonly number[];
}

const tables = new Map<string, Table | undefined>();
let lines: ReadonlyMap<string, string> | undefined;

/** Only names of the database are kept: what devices send may be anything. */
function tableOf(zone: string): Table | undefined {
  const key = zone.toLowerCase();
  const known = tables.get(key);
  if (known !== undefined) return known;
  lines ??= linesByName();
  const line = lines.get(key);
  if (line === undefined) return undefined;
  const table = unpacked(line);
  tables.set(key, table);
  return table;
}

function linesByName(): Map<string, string> {
  const nameOf = (line: string) => line.slice(0, line.indexOf('|')).toLowerCase();
  const named = new Map(packed.zones.map((line) => [nameOf(line), line]));
  for (const link of packed.links) {
    const [target = '', name = ''] = link.toLowerCase().split('|');
    const line = named.get(target);
    if (line !== undefined) named.set(name, line);
  }
  return named;
}

/** Rules that repeat are written out up to this year. */
const WRITTEN_UNTIL = Date.UTC(2037, 0);

/** `name|abbreviations|offsets|places|minutes between changes|population`, numbers in base 60. */
function unpacked(line: string): Table {
  const [, , west = '', places = '', between = ''] = line.split('|');
  const offsets = west.split(' ').map((minutes) => 0 - toNumber(minutes));
  const untils: number[] = [];
  for (const minutes of between === '' ? [] : between.split(' '))
    untils.push((untils.at(-1) ?? 0) + Math.round(toNumber(minutes) * MINUTE_MS));
  const isRepeating = (untils.at(-1) ?? 0) >= WRITTEN_UNTIL;
  if (!isRepeating) untils.push(Infinity);
  return { untils, offsets: [...places].map((place) => offsets[digitOf(place)] as number) };
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';
const digitOf = (character: string): number => DIGITS.indexOf(character);

function toNumber(text: string): number {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  let number = 0;
  for (const character of whole) number = number * 60 + digitOf(character);
  for (const [place, character] of [...fraction].entries()) number += digitOf(character) / 60 ** (place + 1);
  return text.startsWith('-') ? -number : number;
}
