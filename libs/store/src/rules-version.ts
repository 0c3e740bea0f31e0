// The version of a service's rules (segments, campaigns, settings). Batches hold it while they
// work; an edit waits for them and raises it; a batch that read its rules under an older version is
// refused. It is one row in the table `rules_version` of the service's schema.
import type { Queries } from './db';

/**
 * An arbitrary number, which with that of the schema distinguishes this advisory lock from others
 * in the database.
 */
const LOCK = `7306, hashtext(current_schema())`;
const HOLD = `select pg_advisory_xact_lock_shared(${LOCK})`;
const CHANGE = `select pg_advisory_xact_lock(${LOCK})`;
const VERSION = `select version from rules_version`;
const RAISE = `update rules_version set version = version + 1 returning version`;

interface Row {
  version: number;
}

/** Thrown when the rules have changed since they were read. */
export class StaleRules extends Error {}

/** Resolves with the version, which cannot change until the transaction ends. */
export async function holdRules(tx: Queries): Promise<number> {
  // Two statements: a single one would read the version from before it waited for an edit.
  const [, [row]] = await Promise.all([tx.query(HOLD, [], 'hold-rules'), tx.query<Row>(VERSION, [], 'rules-version')]);
  return (row as Row).version;
}

/** Begins an edit: waits for the batches under way; others wait until the transaction ends. */
export async function changeRules(tx: Queries): Promise<void> {
  await tx.query(CHANGE);
}

/** Raises the version; resolves with the new one. */
export async function raiseRules(tx: Queries): Promise<number> {
  const [row] = await tx.query<Row>(RAISE);
  return (row as Row).version;
}

/**
 * Runs `work` with the current rules. Runs it again with newly read ones whenever they changed
 * before its transaction held them.
 * @param read returns the rules; from the database when `isStale`, else possibly from memory.
 */
export async function underCurrentRules<Rules, Result>(
  read: (isStale: boolean) => Promise<Rules>,
  work: (rules: Rules) => Promise<Result>,
): Promise<Result> {
  for (let isStale = false; ; isStale = true) {
    const rules = await read(isStale);
    try {
      return await work(rules);
    } catch (error) {
      if (!(error instanceof StaleRules)) throw error;
    }
  }
}

export async function rulesVersion(queries: Queries): Promise<number> {
  const [row] = await queries.query<Row>(VERSION);
  return (row as Row).version;
}
