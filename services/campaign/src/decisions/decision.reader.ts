// What is asked of the decision ledger from outside. Read only, off the hot path.
import type { Identity } from '@segue/contracts';
import type { Db } from '@segue/store';
import type { Decision } from '../decide/domain/decision';
import { waitingIn } from '../journeys/enrolment.store';
import { decisionIn } from './decision.store';

/** Where a wait came from or ended: the other half of one story. */
export interface Ended {
  id: string;
  outcome: Decision['outcome'];
  reason: Decision['reason'];
  decidedAt: number;
}

/** How the message ended: sent, failed, held or indeterminate. */
export interface DeliveryEnd {
  status: string;
  reason: string | null;
  at: number;
}

export interface DecisionRow {
  number: number;
  /** Null where nothing was sent, or its end is not known yet. */
  delivery: DeliveryEnd | null;
  /** The decision that put this one off; null for a first look. */
  waitedFrom: string | null;
  /**
   * The decision that was taken when the wait was over; null where nothing waited or still waits.
   */
  endedBy: Ended | null;
  /** With the customer's current id. */
  decision: Decision;
}

export interface DecisionFilter {
  customers?: readonly string[] | undefined;
  campaign?: string | undefined;
  outcome?: string | undefined;
}

interface Row {
  number: number;
  identity: Identity;
  customer_id: string;
  delivery: string | null;
  put_off: string | null;
  ended: string | null;
  body: string;
  effects: string | null;
}

// Whose a decision is follows from the identity that caused it: no merge and no split moves a row.
// The decisions about one cause begin the key, so the other half of a wait is a probe of it.
const DECISIONS = `
  select d.number, d.identity, c.customer_id, d.body, d.effects,
    (select json_build_object('status', status, 'reason', reason, 'at', at)::text from ended where ended.id = d.id) as delivery,
    (select before.id from decision before where before.campaign = d.campaign and before.cause = d.cause
      and before.outcome = 'deferred' and d.step = 'resume-' || (before.body::json ->> 'dueAt')) as put_off,
    (select json_build_object('id', after.id, 'outcome', after.outcome, 'reason', after.reason,
        'decidedAt', after.decided_at)::text
      from decision after where after.campaign = d.campaign and after.cause = d.cause
      and d.outcome = 'deferred' and after.step = 'resume-' || (d.body::json ->> 'dueAt')) as ended
  from decision d join contact c on c.identity = d.identity`;

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

  /**
   * How many decisions of a campaign ended how. One that was put off counts by what it ended in, a
   * message that delivery held back, could not send, or lost sight of by that.
   */
  async results(
    campaign: string,
  ): Promise<{ reason: string; outcome: string; customers: number; decisions: number }[]> {
    return this.db.query(
      `select case when e.status is null then d.outcome else e.status end as outcome,
         case when e.status is null or e.status = 'sent' then d.reason else coalesce(e.reason, e.status) end as reason,
         count(distinct c.customer_id)::int as customers, count(*)::int as decisions
       from decision d join contact c on c.identity = d.identity left join ended e on e.id = d.id
       where d.campaign = $1 and d.outcome <> 'deferred' group by 1, 2 order by decisions desc`,
      [campaign],
    );
  }

  /** Returns the number of enrolments that wait in a campaign. */
  waiting(campaign: string): Promise<number> {
    return waitingIn(this.db, campaign);
  }
}

function rowOf({ number, customer_id: customer, delivery, put_off: waitedFrom, ended, ...row }: Row): DecisionRow {
  return {
    number,
    decision: { ...decisionIn(row), customer },
    delivery: delivery === null ? null : (JSON.parse(delivery) as DeliveryEnd),
    waitedFrom,
    endedBy: ended === null ? null : (JSON.parse(ended) as Ended),
  };
}
