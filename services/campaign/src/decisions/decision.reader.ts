// The ledger of decisions as the API reads it, off the hot path.
import type { Identity } from '@segue/contracts';
import type { Db } from '@segue/store';
import type { Decision } from '../decide/domain/decision';
import { quietIn } from '../journeys/enrolment.store';
import { decisionIn } from './decision.store';

/** The decision at the end of a wait. */
export interface Ended {
  id: string;
  outcome: Decision['outcome'];
  reason: Decision['reason'];
  decidedAt: number;
}

/** The end of a message: sent, failed, held or indeterminate. */
export interface DeliveryEnd {
  status: string;
  reason: string | null;
  at: number;
}

export interface DecisionRow {
  number: number;
  /** Null where nothing was sent, or its end is not known yet. */
  delivery: DeliveryEnd | null;
  /** Id of the decision that deferred this one; null for one at the start. */
  waitedFrom: string | null;
  /** The decision at the end of the wait; null where nothing waited or the wait is not over. */
  endedBy: Ended | null;
  /** With the customer's current id. */
  decision: Decision;
}

export interface DecisionFilter {
  customers?: readonly string[] | undefined;
  campaign?: string | undefined;
  outcome?: string | undefined;
  reason?: string | undefined;
}

interface Row {
  number: number;
  identity: Identity;
  customer_id: string;
  delivery: string | null;
  deferred_by: string | null;
  ended: string | null;
  body: string;
  effects: string | null;
}

// The customer of a decision follows from the identity that caused it: no merge and no split moves
// a row. The key begins with campaign and cause, so that the other end of a wait is one probe.
const DECISIONS = `
  select d.number, d.identity, c.customer_id, d.body, d.effects,
    (select json_build_object('status', status, 'reason', reason, 'at', at)::text from ended where ended.id = d.id) as delivery,
    (select before.id from decision before where before.campaign = d.campaign and before.cause = d.cause
      and before.outcome = 'deferred' and d.leg = 'resume-' || (before.body::json ->> 'dueAt')) as deferred_by,
    (select json_build_object('id', after.id, 'outcome', after.outcome, 'reason', after.reason,
        'decidedAt', after.decided_at)::text
      from decision after where after.campaign = d.campaign and after.cause = d.cause
      and d.outcome = 'deferred' and after.leg = 'resume-' || (d.body::json ->> 'dueAt')) as ended
  from decision d join contact c on c.identity = d.identity`;

export class DecisionReader {
  constructor(private readonly db: Db) {}

  /** Returns decisions before a number, newest first. */
  async list(filter: DecisionFilter, before: number, limit: number): Promise<DecisionRow[]> {
    const values: unknown[] = [before, limit];
    const where = ['d.number < $1'];
    const equal = (column: string, value: string | undefined) => {
      if (value !== undefined) where.push(`${column} = $${values.push(value)}`);
    };
    if (filter.customers) where.push(`c.customer_id = any($${values.push(filter.customers)})`);
    equal('d.campaign', filter.campaign);
    equal('d.outcome', filter.outcome);
    equal('d.reason', filter.reason);
    const sql = `${DECISIONS} where ${where.join(' and ')} order by d.number desc limit $2`;
    return (await this.db.query<Row>(sql, values)).map(rowOf);
  }

  async find(id: string): Promise<DecisionRow | null> {
    const [row] = await this.db.query<Row>(`${DECISIONS} where d.id = $1`, [id]);
    return row ? rowOf(row) : null;
  }

  /**
   * Returns the number of decisions of a campaign by outcome and reason. A deferred one counts by
   * the decision at the end of its wait, a message by its outcome in delivery.
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

  /** Returns the number of messages of a campaign that wait for the end of quiet hours. */
  waiting(campaign: string): Promise<number> {
    return quietIn(this.db, campaign);
  }
}

function rowOf({ number, customer_id: customer, delivery, deferred_by: waitedFrom, ended, ...row }: Row): DecisionRow {
  return {
    number,
    decision: { ...decisionIn(row), customer },
    delivery: delivery === null ? null : (JSON.parse(delivery) as DeliveryEnd),
    waitedFrom,
    endedBy: ended === null ? null : (JSON.parse(ended) as Ended),
  };
}
