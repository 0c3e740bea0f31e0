// The log of the drivers. An interface of its own, because the drivers know neither Nest nor pino.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Writes an entry. Fields never hold bytes or keys of messages, which may be personal. */
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** Writes warnings and errors as JSON lines to stderr, for programs without a logger. */
export const stderrLog: Log = (level, message, fields) => {
  if (level !== 'warn' && level !== 'error') return;
  process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
};

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
