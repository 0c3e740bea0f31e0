// What is asked of the decision ledger from outside. Read only, off the hot path.
import type { Db } from '@segue/store';
import type { Decision } from './domain/decide';

export interface DecisionRow {
  number: number;
  decision: Omit<Decision, 'action'>;
  /** Null when nothing was sent. */
  action: Decision['action'];
}

export interface DecisionFilter {
  customers?: readonly string[] | undefined;
  campaign?: string | undefined;
  outcome?: string | undefined;
}

interface Row {
  number: number;
  customer_id: string;
  body: string;
  action: string | null;
}

// Whose a decision is follows from the identity that caused it: no merge and no split moves a row.
const DECISIONS = `
  select d.number, c.customer_id, d.body, d.action from decision d join contact c on c.identity = d.identity`;

export class DecisionReader {
  constructor(private readonly db: Db) {}

  /** Newest first, before this number. */
  async list(filter: DecisionFilter, before: number, limit: number): Promise<DecisionRow[]> {
    const values: unknown[] = [before, limit];
    const where = ['d.number < $1'];
    const equal = (column: string, value: string | undefined) => {
      if (value !== undefined) where.push(`${column} = $${values.push(value)}`);
    };
    if (filter.customers) where.push(`c.customer_id = any($${values.push(filter.customers)})`);
    equal('d.campaign', filter.campaign);
    equal('d.outcome', filter.outcome);
    const sql = `${DECISIONS} where ${where.join(' and ')} order by d.number desc limit $2`;
    return (await this.db.query<Row>(sql, values)).map(rowOf);
  }

  async find(id: string): Promise<DecisionRow | null> {
    const [row] = await this.db.query<Row>(`${DECISIONS} where d.id = $1`, [id]);
    return row ? rowOf(row) : null;
  }

  /** How many decisions of a campaign ended how. One that was put off counts by what it ended in. */
  async results(
    campaign: string,
  ): Promise<{ reason: string; outcome: string; customers: number; decisions: number }[]> {
    return this.db.query(
      `select outcome, reason, count(distinct c.customer_id)::int as customers, count(*)::int as decisions
       from decision d join contact c on c.identity = d.identity
       where campaign = $1 and outcome <> 'deferred' group by outcome, reason order by decisions desc`,
      [campaign],
    );
  }

  async waiting(campaign: string): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from waiting where campaign = $1`,
      [campaign],
    );
    return row?.count ?? 0;
  }
}

/** The customer as it is called now. */
function rowOf({ number, customer_id: customer, body, action }: Row): DecisionRow {
  const decision = { ...(JSON.parse(body) as DecisionRow['decision']), customer };
  return { number, decision, action: action === null ? null : (JSON.parse(action) as Decision['action']) };
}
