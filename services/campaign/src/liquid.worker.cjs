// Renders templates in a thread of its own, which `renderer.ts` ends when a template runs away.
// Plain JavaScript, because a worker starts from this file directly, compiled or not. Liquid has no
// access to files, other templates or object prototypes here.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');
const { Liquid } = require('liquidjs');

const { limits, told, progress } = workerData;
/** Shared memory from which the main thread reads which message is being rendered. */
const place = new Int32Array(progress);

const SANDBOX = { templates: {}, relativeReference: false, ownPropertyOnly: true, strictFilters: true };
const engines = {
  /** One line of plain text, without escaping. */
  subject: new Liquid({
    ...SANDBOX,
    parseLimit: limits.subjectTemplate,
    renderLimit: limits.renderMs,
    memoryLimit: 100_000,
  }),
  body: new Liquid({
    ...SANDBOX,
    outputEscape: 'escape',
    parseLimit: limits.bodyTemplate,
    renderLimit: limits.renderMs,
    memoryLimit: 5_000_000,
  }),
};
const FIELDS = ['subject', 'body'];
const MOST_PARSED = 500;
/**
 * Number of messages of one request after which a template that exceeds the time limit is skipped.
 */
const MOST_LATE = 3;

/** Parsed templates by campaign and version. */
const parsed = new Map();

class Failure extends Error {
  constructor(field, error, position) {
    super(error);
    this.told = { error, field, line: position ? position[0] : null, column: position ? position[1] : null };
  }
}

parentPort.on('message', (request) => {
  if (request.check) return parentPort.postMessage({ fault: faultOf(request.check) });
  for (const [key, content] of request.templates) remember(key, content);
  const late = new Map();
  const results = request.jobs.map(({ key, data }, index) => {
    Atomics.store(place, 0, index);
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
    if (error instanceof Failure) return { failure: error.told };
    return { failure: new Failure(null, 'other').told };
  }
}

function renderedField(key, field, data) {
  const content = parsed.get(key);
  try {
    const engine = engines[field];
    if (typeof content[field] === 'string') content[field] = { source: content[field] };
    content[field].template ??= engine.parse(content[field].source);
    const text = engine.renderSync(content[field].template, data);
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
    const message = templateFault(engines[field], content[field]);
    if (message !== null) return { path: `content.${field}`, message };
  }
  return null;
}

function templateFault(engine, text) {
  try {
    const roots = engine.globalVariableSegmentsSync(text).map(([root]) => String(root));
    const unknown = roots.find((root) => !told.includes(root));
    return unknown === undefined ? null : `there is no ${unknown}; a message knows ${told.join(', ')}`;
  } catch (error) {
    return error.message.slice(0, 500);
  }
}
