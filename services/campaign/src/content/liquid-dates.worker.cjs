// The `date` filter of templates: what it takes for a day, for an instant and for a format.
'use strict';

/**
 * Returns the filter.
 * @param plainDate liquidjs' own.
 * @param writing returns zone and instant (UTC milliseconds) of the message that is being rendered.
 */
function dateFilter(plainDate, writing) {
  return function (value, format, zone) {
    if (isImpossibleDay(value)) return value;
    const written = typeof format === 'string' ? expanded(format) : format;
    const day = dayOf(value, zone === undefined && asksForDay(written));
    if (day !== null) return plainDate.call(this, day, written, 'UTC');
    return plainDate.call(this, instantOf(value, writing().now), written, zone ?? writing().zone);
  };
}

/**
 * Numbers from here on are milliseconds, smaller ones seconds: the year 5138 in seconds, 1973 in
 * milliseconds.
 */
const MILLISECONDS_FROM = 1e11;

/** A day, alone or with midnight at any offset. */
const DAY = /^(\d{4}[-/]\d{2}[-/]\d{2})([T ]00:00(?::00(?:[.,]0+)?)? ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Returns a day, which is no instant and has no zone, as midnight in UTC; null for all else.
 * @param orMidnight whether a day with midnight is one: programs write days in this form, birthdays
 * above all.
 */
function dayOf(value, orMidnight) {
  const [, day, midnight] = (typeof value === 'string' && DAY.exec(value.trim())) || [];
  if (day === undefined || (midnight !== undefined && !orMidnight)) return null;
  return new Date(`${day.replaceAll('/', '-')}T00:00:00Z`);
}

/** Returns what liquidjs' filter is given. @param now UTC milliseconds of the decision. */
function instantOf(value, now) {
  if (value === 'now' || value === 'today') return new Date(now);
  const number = typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  const isMilliseconds = typeof number === 'number' && Math.abs(number) >= MILLISECONDS_FROM;
  return isMilliseconds ? new Date(number) : value;
}

/**
 * Whether a text is written as a day that no calendar has, which JavaScript reads as a later one.
 */
function isImpossibleDay(value) {
  const [day] = (typeof value === 'string' && /^\d{4}[-/]\d{2}[-/]\d{2}(?![^T\s])/i.exec(value.trim())) || [];
  if (day === undefined) return false;
  const written = day.replaceAll('/', '-');
  const read = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || !read.toISOString().startsWith(written);
}

/** Directives of strftime that liquidjs does not know, in terms of those that it knows. */
const SHORT = { F: '%Y-%m-%d', D: '%m/%d/%y', R: '%H:%M', T: '%H:%M:%S' };
const DIRECTIVE = /%([-_0^#:]*)(\d*)(.)/g;
const KNOWN_DIRECTIVES = 'aAbBcCdDeFgGhHIjklLmMnNpPqrRsStTuUVwWxXyYzZ%';

/** Directives that need no time of day. */
const OF_DAYS = 'aAbBCdDeFgGhjmnqtuUVwWxyY%';

/** Returns whether a format has directives, and none that needs a time of day. */
function asksForDay(format) {
  const letters = typeof format === 'string' ? [...format.matchAll(DIRECTIVE)].map(([, , , letter]) => letter) : [];
  return letters.length > 0 && letters.every((letter) => OF_DAYS.includes(letter));
}

const expanded = (format) => format.replace(DIRECTIVE, (whole, _flags, _width, letter) => SHORT[letter] ?? whole);

/** Returns what is wrong with a literal format, which would be printed as it stands; else null. */
function dateFormatFault(format) {
  if (format.endsWith('%') && !format.endsWith('%%')) return 'the date format ends with %';
  for (const [directive, , , letter] of format.matchAll(DIRECTIVE)) {
    if (!KNOWN_DIRECTIVES.includes(letter)) return `there is no date format ${directive}`;
  }
  return null;
}

module.exports = { dateFilter, dateFormatFault };
