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
  customer?: string | undefined;
  campaign?: string | undefined;
  outcome?: string | undefined;
}

interface Row {
  number: number;
  customer_id: string;
  body: string;
  action: string | null;
}

const COLUMNS = 'number, customer_id, body, action';

export class DecisionReader {
  constructor(private readonly db: Db) {}

  /** Newest first, before this number. */
  async list(filter: DecisionFilter, before: number, limit: number): Promise<DecisionRow[]> {
    const values: unknown[] = [before, limit];
    const where = ['number < $1'];
    const equal = (column: string, value: string | undefined) => {
      if (value !== undefined) where.push(`${column} = $${values.push(value)}`);
    };
    equal('customer_id', filter.customer);
    equal('campaign', filter.campaign);
    equal('outcome', filter.outcome);
    const sql = `select ${COLUMNS} from decision where ${where.join(' and ')} order by number desc limit $2`;
    return (await this.db.query<Row>(sql, values)).map(rowOf);
  }

  async find(id: string): Promise<DecisionRow | null> {
    const [row] = await this.db.query<Row>(`select ${COLUMNS} from decision where id = $1`, [id]);
    return row ? rowOf(row) : null;
  }

  /** How many decisions of a campaign ended how. One that was put off counts by what it ended in. */
  async results(
    campaign: string,
  ): Promise<{ reason: string; outcome: string; customers: number; decisions: number }[]> {
    return this.db.query(
      `select outcome, reason, count(distinct customer_id)::int as customers, count(*)::int as decisions
       from decision where campaign = $1 and outcome <> 'deferred' group by outcome, reason order by decisions desc`,
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

/** The customer is the row's: a merge renames it there and nowhere else. */
function rowOf({ number, customer_id: customer, body, action }: Row): DecisionRow {
  const decision = { ...(JSON.parse(body) as DecisionRow['decision']), customer };
  return { number, decision, action: action === null ? null : (JSON.parse(action) as Decision['action']) };
}
