// Structured logs, one JSON object per line. Entries hold nothing personal: callers log names,
// counts, codes and ids of machines, and errors go through `faultOf`, which drops texts that may
// quote input.
import type { LoggerService } from '@nestjs/common';
import type { Log, LogLevel } from '@segue/bus';
import pino from 'pino';

export function createLog(level: LogLevel, service: string): Log {
  const logger = pino({
    level,
    base: { service },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
  return (at, message, fields) => logger[at](fields ?? {}, message);
}

export interface Fault {
  name: string;
  code?: string;
  /** Absent where the text may quote input: errors of Postgres and of JSON.parse. */
  reason?: string;
  /** The stack without its first line, which repeats the text. */
  at?: string[];
}

const MAX_REASON = 300;
const MAX_FRAMES = 8;

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.constructor.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(mayQuote(error) ? {} : { reason: error.message.slice(0, MAX_REASON) }),
    at: framesOf(error),
  };
}

const mayQuote = (error: Error): boolean =>
  error instanceof SyntaxError || Object.hasOwn(error, 'severity') || Object.hasOwn(error, 'driverError');

const framesOf = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());

/** Returns a logger for Nest, which passes on warnings and errors only. */
export function nestLogger(log: Log): LoggerService {
  const quiet = () => undefined;
  return {
    log: quiet,
    debug: quiet,
    verbose: quiet,
    warn: (message: unknown) => log('warn', textOf(message)),
    error: (message: unknown) =>
      log('error', textOf(message), message instanceof Error ? { fault: faultOf(message) } : {}),
    fatal: (message: unknown) => log('error', textOf(message)),
  };
}

const textOf = (message: unknown) =>
  message instanceof Error ? `Nest: ${message.constructor.name}` : `Nest: ${String(message)}`;
