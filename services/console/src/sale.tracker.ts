// Follows one sale from ingestion to the decision by polling the services. Each stage has the
// milliseconds after which the result was visible, which is a little later than it happened.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CustomerDetails,
  type CustomerStanding,
  type TimelineEntry,
  customerDetails,
  customerStanding,
  decisionEntries,
  timelineEntries,
  transitionEntries,
} from '@segue/contracts';
import { Problem } from '@segue/service';
import type { DecidedView, Stage } from './console.views';
import { type Sale, saleTouchpoint, valueTierOf } from './domain/sale';
import type { ServiceClients } from './service.clients';

const ASK_EVERY_MS = 25;
/** Maximum time to wait: while the demo plays history, messages queue up. */
const PATIENCE_MS = 20_000;
/**
 * Maximum time to wait for a decision, which follows its signal within milliseconds; none after
 * this time means that no campaign decided.
 */
const DECISION_MS = 1_500;

export class SaleTracker {
  constructor(private readonly services: ServiceClients) {}

  /**
   * Sends the sale; resolves with its stages. @throws {Problem} 404 when there is no such customer;
   * later failures are stages.
   */
  async start({ customer: reference, amount }: Sale): Promise<AsyncGenerator<Stage>> {
    const customer = await this.services.profile.find(
      `/api/customers/${encodeURIComponent(reference)}`,
      customerDetails,
    );
    if (customer === null) throw Problem.notFound('customer_unknown', 'there is no such customer');
    return this.follow(customer, amount);
  }

  private async *follow({ customer, identities, money }: CustomerDetails, amount: number): AsyncGenerator<Stage> {
    const [strongest = ''] = identities;
    const { currency } = money;
    const id = `sale-${randomUUID()}`;
    const before = await this.standing(customer);
    const began = performance.now();
    const passed = () => Math.round(performance.now() - began);
    await this.services.ingestion.send('/v1/track', saleTouchpoint(strongest, id, amount, currency));
    yield { stage: 'touchpoint', ms: passed(), id, currency, amount };

    const touchpoint = await until(PATIENCE_MS, () => this.onTimeline(customer, id));
    if (touchpoint === null) return yield { stage: 'late', after: 'touchpoint', ms: passed() };
    const seen = passed();
    const { orders } = await this.services.profile.read(`/api/customers/${customer}`, customerDetails);
    yield { stage: 'profile', ms: seen, orders };

    const after = await until(PATIENCE_MS, () => this.judged(customer, touchpoint.occurredAt));
    if (after === null) return yield { stage: 'late', after: 'profile', ms: passed() };
    const isPredicted = after.prediction !== null;
    yield {
      stage: 'tier',
      ms: passed(),
      before: valueTierOf(before),
      after: valueTierOf(after),
      expectedRevenue: isPredicted ? after.expectedRevenue : null,
      pAlive: isPredicted ? after.pAlive : null,
    };

    const decisions = await until(DECISION_MS, () => this.decided(customer, id));
    yield { stage: 'action', ms: passed(), decisions: decisions ?? [] };
  }

  /** Resolves with the standing; null for a customer without one. */
  private standing(customer: string): Promise<CustomerStanding | null> {
    return this.services.scoring.find(`/api/standings/${customer}`, customerStanding);
  }

  private async judged(customer: string, since: string): Promise<CustomerStanding | null> {
    const standing = await this.standing(customer);
    return standing !== null && Date.parse(standing.judgedAt) >= Date.parse(since) ? standing : null;
  }

  private async onTimeline(customer: string, id: string): Promise<TimelineEntry | null> {
    const { items } = await this.services.profile.read(`/api/customers/${customer}/timeline?limit=20`, timelineEntries);
    return items.find((touchpoint) => touchpoint.id === id) ?? null;
  }

  /** Resolves with the decisions on the transitions of this sale; null while there are none. */
  private async decided(customer: string, id: string): Promise<DecidedView[] | null> {
    const caused = await this.services.scoring.read(
      `/api/transitions?customer=${customer}&limit=20`,
      transitionEntries,
    );
    const signals = new Set(
      caused.items.filter(({ cause }) => cause?.id.endsWith(`/${id}`)).map(({ number }) => `${customer}:${number}`),
    );
    if (signals.size === 0) return [];
    const { items } = await this.services.campaign.read(
      `/api/decisions?customer=${customer}&limit=20`,
      decisionEntries,
    );
    const decisions = items.filter(({ cause }) => signals.has(cause.id));
    return decisions.length > 0
      ? decisions.map(({ id: decision, campaign, outcome, reason }) => ({ id: decision, campaign, outcome, reason }))
      : null;
  }
}

async function until<T>(patienceMs: number, ask: () => Promise<T | null>): Promise<T | null> {
  for (const began = performance.now(); performance.now() - began < patienceMs; await sleep(ASK_EVERY_MS)) {
    const answer = await ask();
    if (answer !== null) return answer;
  }
  return null;
}
