// The version of what a service judges by (segments, campaigns, settings): batches hold it while
// they work, an edit waits for them and raises it, and a batch that read its rules under an older
// one is refused. One row in the table `rules_version` of the service's schema.
import type { Queries } from './db';

/** Any number: with the schema's it keeps these locks apart from others in the database. */
const LOCK = `7306, hashtext(current_schema())`;
const HOLD = `select pg_advisory_xact_lock_shared(${LOCK})`;
const CHANGE = `select pg_advisory_xact_lock(${LOCK})`;
const VERSION = `select version from rules_version`;
const RAISE = `update rules_version set version = version + 1 returning version`;

interface Row {
  version: number;
}

/** Thrown when the rules changed since they were read: read them and judge again. */
export class StaleRules extends Error {}

/** Answers with the version that stays in force until the transaction ends. */
export async function holdRules(tx: Queries): Promise<number> {
  // Two statements: one alone would see the version from before it waited for an edit.
  const [, [row]] = await Promise.all([tx.query(HOLD, [], 'hold-rules'), tx.query<Row>(VERSION, [], 'rules-version')]);
  return (row as Row).version;
}

/**
 * Begins an edit: waits for the batches under way, and lets none begin before the transaction ends.
 */
export async function changeRules(tx: Queries): Promise<void> {
  await tx.query(CHANGE);
}

/** Answers with the new version. */
export async function raiseRules(tx: Queries): Promise<number> {
  const [row] = await tx.query<Row>(RAISE);
  return (row as Row).version;
}

/**
 * Runs `work` with the rules in force; again with newly read ones whenever they changed before its
 * transaction held them.
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
