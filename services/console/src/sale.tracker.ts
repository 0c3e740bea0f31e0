// Follows one sale from ingestion to the decision by polling the services. Each stage has the
// milliseconds after which the result was visible, which is a little later than it happened.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DecidedView, Stage } from './console.views';
import { type Sale, type StandingSeen, saleTouchpoint, valueTierOf } from './domain/sale';
import type { ServicesClient } from './services.client';

interface CustomerSeen {
  customer: string;
  identities: string[];
  orders: number;
  money: { currency: string };
}

interface TouchpointSeen {
  id: string;
  occurredAt: string;
}

type DecisionSeen = DecidedView & { cause: { id: string } };

const ASK_EVERY_MS = 25;
/** Maximum time to wait: while the demo plays history, messages queue up. */
const PATIENCE_MS = 20_000;
/**
 * Maximum time to wait for a decision, which follows its signal within milliseconds; none after
 * this time means that no campaign decided.
 */
const DECISION_MS = 1_500;

export class SaleTracker {
  constructor(private readonly services: ServicesClient) {}

  /**
   * Sends the sale; resolves with its stages. @throws {Problem} 404 when there is no such customer;
   * later failures are stages.
   */
  async start({ customer: reference, amount }: Sale): Promise<AsyncGenerator<Stage>> {
    const customer = await this.services.get<CustomerSeen>(`/api/customers/${encodeURIComponent(reference)}`);
    return this.follow(customer, amount);
  }

  private async *follow({ customer, identities, money }: CustomerSeen, amount: number): AsyncGenerator<Stage> {
    const [strongest = ''] = identities;
    const { currency } = money;
    const id = `sale-${randomUUID()}`;
    const before = await this.standing(customer);
    const began = performance.now();
    const passed = () => Math.round(performance.now() - began);
    await this.services.post('/v1/track', saleTouchpoint(strongest, id, amount, currency));
    yield { stage: 'touchpoint', ms: passed(), id, currency, amount };

    const touchpoint = await until(PATIENCE_MS, () => this.onTimeline(customer, id));
    if (touchpoint === null) return yield { stage: 'late', after: 'touchpoint', ms: passed() };
    const seen = passed();
    const { orders } = await this.services.get<CustomerSeen>(`/api/customers/${customer}`);
    yield { stage: 'profile', ms: seen, orders };

    const after = await until(PATIENCE_MS, () => this.judged(customer, touchpoint.occurredAt));
    if (after === null) return yield { stage: 'late', after: 'profile', ms: passed() };
    const { expectedRevenue, pAlive } = after;
    yield {
      stage: 'tier',
      ms: passed(),
      before: valueTierOf(before),
      after: valueTierOf(after),
      expectedRevenue,
      pAlive,
    };

    const decisions = await until(DECISION_MS, () => this.decided(customer, id));
    yield { stage: 'action', ms: passed(), decisions: decisions ?? [] };
  }

  /** Resolves with the standing; null for a customer without one. */
  private standing(customer: string): Promise<StandingSeen | null> {
    return this.services.get<StandingSeen>(`/api/standings/${customer}`).catch(() => null);
  }

  private async judged(customer: string, since: string): Promise<StandingSeen | null> {
    const standing = await this.standing(customer);
    return standing !== null && Date.parse(standing.judgedAt) >= Date.parse(since) ? standing : null;
  }

  private async onTimeline(customer: string, id: string): Promise<TouchpointSeen | null> {
    const { items } = await this.services.get<{ items: TouchpointSeen[] }>(
      `/api/customers/${customer}/timeline?limit=20`,
    );
    return items.find((touchpoint) => touchpoint.id === id) ?? null;
  }

  /** Resolves with the decisions on the transitions of this sale; null while there are none. */
  private async decided(customer: string, id: string): Promise<DecidedView[] | null> {
    const caused = await this.services.get<{ items: { number: number; cause: { id: string } }[] }>(
      `/api/transitions?customer=${customer}&limit=20`,
    );
    const signals = new Set(
      caused.items.filter(({ cause }) => cause.id.endsWith(`/${id}`)).map(({ number }) => `${customer}:${number}`),
    );
    if (signals.size === 0) return [];
    const { items } = await this.services.get<{ items: DecisionSeen[] }>(
      `/api/decisions?customer=${customer}&limit=20`,
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
