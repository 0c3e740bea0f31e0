// Renders templates in a thread of its own, which `renderer.ts` ends when a template runs away.
// Plain JavaScript, because a worker starts from this file directly, compiled or not. Liquid has no
// access to files, other templates or object prototypes here.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');
const { Drop, Liquid } = require('liquidjs');
const { dateFilter, dateFormatFault } = require('./liquid-dates.worker.cjs');

const { limits, variables, progress } = workerData;
/** Shared memory from which the main thread reads which message is being rendered. */
const place = new Int32Array(progress);

const SANDBOX = { templates: {}, relativeReference: false, ownPropertyOnly: true, strictFilters: true };
const BODY = { parseLimit: limits.bodyTemplate, renderLimit: limits.renderMs, memoryLimit: 5_000_000 };
/** By what the text becomes. Only HTML is escaped. */
const engines = {
  /** One line of plain text. */
  subject: engineWith({
    parseLimit: limits.subjectTemplate,
    renderLimit: limits.renderMs,
    memoryLimit: 100_000,
    outputEscape: printable,
  }),
  html: engineWith({ ...BODY, outputEscape: (value) => escapeOnce(printable(value)) }),
  text: engineWith({ ...BODY, outputEscape: printable }),
};
const engineOf = (field, content) => engines[field === 'subject' ? 'subject' : (content.format ?? 'html')];
const FIELDS = ['subject', 'body'];
const MOST_PARSED = 500;
/**
 * Number of messages of one request after which a template that exceeds the time limit is skipped.
 */
const MOST_LATE = 3;

/** Zone, locale, currency and instant of the message that is being rendered. */
let writing = { zone: 'UTC', locale: null, currency: 'USD', now: 0 };

/** Parsed templates by campaign and version. */
const parsed = new Map();

class Failure extends Error {
  constructor(field, error, position) {
    super(error);
    this.failure = { error, field, line: position ? position[0] : null, column: position ? position[1] : null };
  }
}

parentPort.on('message', (request) => {
  if (request.check) return parentPort.postMessage({ fault: faultOf(request.check) });
  for (const [key, content] of request.templates) remember(key, content);
  const late = new Map();
  const results = request.jobs.map(({ key, data, formatting: options }, index) => {
    Atomics.store(place, 0, index);
    writing = options;
    return rendered(key, data, late);
  });
  Atomics.store(place, 0, -1);
  parentPort.postMessage({ results });
});
Atomics.store(place, 0, -1);
parentPort.postMessage({ ready: true });

function remember(key, content) {
  if (parsed.size >= MOST_PARSED) parsed.delete(parsed.keys().next().value);
  parsed.set(key, content);
}

function rendered(key, data, late) {
  const given = late.get(key);
  if (given && given.times >= MOST_LATE) return { failure: given.failure };
  let answer = attempt(key, data);
  // A second attempt: on a busy machine a thread may wait longer for its turn than a template
  // takes.
  if (answer.failure && answer.failure.error === 'time') answer = attempt(key, data);
  if (answer.failure && answer.failure.error === 'time') {
    late.set(key, { times: (given ? given.times : 0) + 1, failure: answer.failure });
  }
  return answer;
}

function attempt(key, data) {
  try {
    const subject = renderedField(key, 'subject', data).replace(/\s+/g, ' ').trim();
    return { subject, body: renderedField(key, 'body', data) };
  } catch (error) {
    if (error instanceof Failure) return { failure: error.failure };
    return { failure: new Failure(null, 'other').failure };
  }
}

function renderedField(key, field, data) {
  const content = parsed.get(key);
  try {
    const engine = engineOf(field, content);
    if (typeof content[field] === 'string') content[field] = { source: content[field] };
    content[field].template ??= engine.parse(content[field].source);
    const text = engine.renderSync(content[field].template, withAmounts(data));
    if (Buffer.byteLength(text) > limits[field]) throw new Failure(field, 'size');
    return text;
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(field, kindOf(error), positionOf(error));
  }
}

/**
 * Returns the kind of an error as one of our codes: the message of an error may hold a customer's
 * value.
 */
function kindOf(error) {
  const message = String(error && error.message);
  if (message.startsWith('template render limit')) return 'time';
  if (message.startsWith('memory alloc limit')) return 'memory';
  return error && error.name === 'RenderError' ? 'render' : 'template';
}

function positionOf(error) {
  try {
    return error.token.getPosition();
  } catch {
    return null;
  }
}

/**
 * Returns a fault to show while a template is being edited: it cannot be parsed, or uses an unknown
 * variable.
 */
function faultOf(content) {
  for (const field of FIELDS) {
    const message = templateFault(engineOf(field, content), content[field]) ?? formatFault(content[field]);
    if (message !== null) return { path: `content.${field}`, message };
  }
  return null;
}

function templateFault(engine, text) {
  try {
    const roots = engine.globalVariableSegmentsSync(text).map(([root]) => String(root));
    const unknown = roots.find((root) => !variables.includes(root));
    return unknown === undefined ? null : `there is no ${unknown}; a message knows ${variables.join(', ')}`;
  } catch (error) {
    return error.message.slice(0, 500);
  }
}

function engineWith(options) {
  const engine = new Liquid({ ...SANDBOX, ...options });
  engine.registerFilter(
    'date',
    dateFilter(engine.filters.date, () => writing),
  );
  engine.registerFilter('money', (value, currency) => {
    const own = value instanceof Amount ? value.currency : undefined;
    return moneyText(value instanceof Amount ? value.valueOf() : value, currency ?? own ?? writing.currency);
  });
  return engine;
}

/**
 * Minor units of a currency of their own: a number to a template, which `money` writes in that
 * currency.
 */
class Amount extends Drop {
  constructor(minor, currency) {
    super();
    this.minor = minor;
    this.currency = currency;
  }

  valueOf() {
    return this.minor;
  }
}

/** The order's amounts know the order's currency, which may be another than the brand's. */
function withAmounts(data) {
  return data.order ? { ...data, order: amountsIn(data.order) } : data;
}

function amountsIn({ refund, ...order }) {
  const known = { ...order };
  for (const name of ['amount', 'total']) {
    if (typeof order[name] === 'number') known[name] = new Amount(order[name], order.currency);
  }
  return refund ? { ...known, refund: amountsIn(refund) } : known;
}

/** Decimal digits that a double holds for sure. */
const SURE_DIGITS = 15;

/**
 * Returns what a value is printed as: a fraction without the noise of binary arithmetic (8 and not
 * 7.999999999999999), an object that no text stands for as nothing.
 */
function printable(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(SURE_DIGITS));
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? '' : value;
}

/** What our own escaping writes is left alone: captured text was escaped when it was captured. */
function escapeOnce(value) {
  return String(value ?? '').replace(
    /&(?!(?:amp|lt|gt|#34|#39|quot);)|[<>"']/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' })[one],
  );
}

/**
 * Returns a fault of the literal arguments of `date`, which would be printed as they stand; else
 * null.
 */
function formatFault(text) {
  for (const [, , format] of text.matchAll(/\|\s*date\s*:\s*(["'])(.*?)\1/g)) {
    const fault = dateFormatFault(format);
    if (fault !== null) return fault;
  }
  for (const [, , currency] of text.matchAll(/\|\s*money\s*:\s*(["'])(.*?)\1/g)) {
    if (!Intl.supportedValuesOf('currency').includes(currency)) return `there is no currency ${currency.slice(0, 10)}`;
  }
  return null;
}

/** An amount of minor units in the customer's language; what is no whole number is left out. */
function moneyText(value, currency) {
  const minor = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(minor)) return '';
  const format = new Intl.NumberFormat(localeOf(writing.locale), { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits;
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  const whole = text.slice(0, text.length - digits);
  return format.format(digits === 0 ? `${sign}${text}` : `${sign}${whole}.${text.slice(-digits)}`);
}

function localeOf(locale) {
  try {
    return Intl.getCanonicalLocales(String(locale ?? 'en').replaceAll('_', '-'))[0];
  } catch {
    return 'en';
  }
}
