// Distinguishes outages of dependencies from faults of messages, by the error. Pure.
import { NotYet } from '../batch';

/**
 * Classes of SQLSTATE (https://www.postgresql.org/docs/18/errcodes-appendix.html): connection,
 * invalid transaction state (a read-only fail-over), authorisation, catalogue and schema names,
 * rollback (deadlock), tables and rights that are missing, insufficient resources, not in the
 * required state, operator intervention, system error.
 */
const OUTAGE_CLASSES = new Set(['08', '25', '28', '3D', '3F', '40', '42', '53', '55', '57', '58']);
/**
 * The server ended all sessions because one of its processes crashed; a message may be the cause.
 */
const CRASH_SHUTDOWN = '57P02';
const SQLSTATE = /^[0-9A-Z]{5}$/;

const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** Messages of pg's errors without a code: a timeout of a statement or of a connection. */
const NO_ANSWER = new Set(['Query read timeout', 'timeout exceeded when trying to connect']);

/** Errors of a broker that are about the message, not about the broker's state. */
const ABOUT_THE_MESSAGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'CORRUPT_MESSAGE', 'INVALID_RECORD']);

export function isOutage(error: unknown): boolean {
  if (error instanceof NotYet) return true;
  if (!(error instanceof Error)) return false;
  const { code, type } = error as { code?: unknown; type?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code) && code !== CRASH_SHUTDOWN) {
    return OUTAGE_CLASSES.has(code.slice(0, 2));
  }
  if (typeof code === 'string' && NO_CONNECTION.has(code)) return true;
  // A race that is lost again and again is caused by other writers, not by the message.
  if (NO_ANSWER.has(error.message) || error.constructor.name === 'LostRace') return true;
  if (error.name.startsWith('KafkaJS')) return !ABOUT_THE_MESSAGE.has(String(type));
  return false;
}
