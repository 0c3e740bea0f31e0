// The facts and customers of one batch while it is scored: which customer each identity belongs to,
// and each customer after what was taken so far. Pure.
import type { NumberedTouchpoint, ProfileChanged } from '@segue/contracts';
import type { Folding } from '@segue/parts';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { adopted, emptyFactsFor, type Facts } from './facts';
import { catchUp, judgeAll, type Steps } from './judge';
import type { FactsEdit } from './facts-edit';
import type { FactsRow, KnownStandings } from './known-standings';
import { type Refolds, refolded } from './refold';
import { joinStandings } from './merge';
import { RuleView } from './rule-view';
import type { ScoredBatch, ScoredCustomer, Scoring } from './scored-batch';
import { advance, fireDue } from './standing';
import { NEVER_JUDGED, NEW_STANDING, type ScoringClock } from './standing.state';
import { occasionOf } from './touchpoint-changes';
import { type Occasion, type Scored, withTransitions } from './transition';

/** The rows as they are after what was taken so far. */
export class ScoringBatch {
  private readonly facts: Map<string, FactsRow>;
  private readonly customers = new Map<string, ScoredCustomer>();
  private readonly changedFacts = new Set<string>();
  private readonly changedCustomers = new Set<string>();
  /** One copy of a customer's orders serves the whole batch. */
  private readonly folding: Folding = { drafts: new WeakSet() };

  constructor(
    private readonly known: KnownStandings,
    private readonly book: Rulebook,
    private readonly clock: ScoringClock,
  ) {
    const { needs } = book.rules;
    const current = (row: FactsRow) => ({ ...row, facts: adopted(row.facts, needs, book.needs) });
    this.facts = new Map([...known.facts].map(([identity, row]) => [identity, current(row)]));
  }

  *take(profile: ProfileChanged): Scoring<void> {
    const stale = profile.version < this.customerOf(profile.customer).version;
    if (!stale) this.claim(profile);
    for (const touchpoint of profile.touchpoints) yield* this.advance(touchpoint);
    yield* this.judgeMoved(profile);
  }

  *fireDue(customer: string, until: number): Scoring<void> {
    yield* this.change(customer, (scored) => fireDue(scored, until, this.book, this.clock));
  }

  /** False when the facts of an identity are for other needs and were not folded again in full. */
  *catchUp(customer: string, refolds: Refolds): Scoring<boolean> {
    const { identities } = this.customerOf(customer).scored.standing;
    const facts = new Map<string, Facts>();
    for (const identity of identities) {
      const current = this.currentFacts(identity, refolds);
      if (!current) return false;
      facts.set(identity, current);
    }
    yield* this.change(customer, (scored) => catchUp({ ...scored, facts }, this.book, this.clock));
    return true;
  }

  /**
   * Changes what staff set by hand on a customer's identities, and judges the rules that read it.
   */
  *edit(customer: string, { edited, judged }: FactsEdit): Scoring<void> {
    const { facts } = this.customerOf(customer).scored;
    const after = new Map([...facts].map(([identity, one]) => [identity, edited(one, identity)]));
    if ([...after].every(([identity, one]) => facts.get(identity) === one)) return;
    yield* this.change(customer, (scored) => judged(scored, after, this.book, this.clock));
  }

  private currentFacts(identity: string, refolds: Refolds): Facts | null {
    const { facts } = this.facts.get(identity) as FactsRow;
    const { needs } = this.book.rules;
    return facts.rules.needs === needs.id ? facts : refolded(facts, refolds.get(identity), needs);
  }

  result(): ScoredBatch {
    return {
      facts: [...this.changedFacts].map((identity) => this.facts.get(identity) as FactsRow),
      customers: [...this.changedCustomers].map((customer) => this.customerOf(customer)),
    };
  }

  /**
   * A newer version of a customer takes the identities it names from the customers that had them.
   */
  private claim({ customer, version, identities }: ProfileChanged): void {
    const row = this.customerOf(customer);
    if (version > row.version) this.put({ ...row, version });
    for (const identity of identities) {
      const held = this.facts.get(identity);
      if (held && held.claim >= version && held.customer !== customer) continue;
      if (held?.customer === customer && row.scored.facts.has(identity)) continue;
      this.move(identity, held, customer, version);
    }
  }

  private move(identity: string, held: FactsRow | undefined, customer: string, claim: number): void {
    const facts = held?.facts ?? emptyFactsFor(this.book.rules.needs);
    this.facts.set(identity, { identity, customer, claim, facts });
    this.changedFacts.add(identity);
    const former = held && held.customer !== customer ? this.customerOf(held.customer) : undefined;
    if (former) this.give(former, identity, customer);
    this.adopt(this.customerOf(customer), identity, facts);
  }

  private adopt(row: ScoredCustomer, identity: string, facts: Facts): void {
    const all = new Map(row.scored.facts).set(identity, facts);
    const identities = [...all.keys()].sort();
    const standing = { ...row.scored.standing, identities, survivor: null };
    this.put({ ...row, scored: { ...row.scored, facts: all, standing } });
    this.moved.add(row.customer);
  }

  /**
   * Takes an identity from a customer. One that loses its last identity is merged into the customer
   * that takes it, with its segments, so that none is entered twice.
   */
  private give(former: ScoredCustomer, identity: string, to: string): void {
    const left = new Map(former.scored.facts);
    left.delete(identity);
    const standing = { ...former.scored.standing, identities: [...left.keys()].sort() };
    if (left.size > 0) {
      this.put({ ...former, scored: { ...former.scored, facts: left, standing } });
      this.moved.add(former.customer);
      return;
    }
    const { number, judgedAt } = standing;
    const ended = { ...NEW_STANDING, number, judgedAt, survivor: to };
    this.put({ ...former, scored: { ...former.scored, facts: left, standing: ended } });
    this.moved.delete(former.customer);
    const survivor = this.customerOf(to);
    this.put({
      ...survivor,
      scored: { ...survivor.scored, standing: joinStandings(survivor.scored.standing, standing) },
    });
    this.absorbed.set(to, [...(this.absorbed.get(to) ?? []), former.customer]);
  }

  private *advance(touchpoint: NumberedTouchpoint): Scoring<void> {
    const customer = this.facts.get(touchpoint.identity)?.customer as string;
    yield* this.judgeMembership(customer, occasionOf(touchpoint));
    yield* this.change(customer, (scored) => advance(scored, touchpoint, this.book, this.clock, this.folding));
  }

  /** Customers with changed identities that are not judged yet, and the customers they absorbed. */
  private readonly moved = new Set<string>();
  private readonly absorbed = new Map<string, string[]>();

  private *judgeMoved(profile: ProfileChanged): Scoring<void> {
    const { occurredAt, recordedAt, origin, customer, version } = profile;
    const depth = (profile.cause?.depth ?? 0) + 1;
    const cause = { kind: 'merge' as const, id: `${customer} ${version}`, depth };
    for (const one of [...this.moved]) yield* this.judgeMembership(one, { cause, occurredAt, recordedAt, origin });
  }

  /**
   * Judges a customer whose identities changed, once for all of them, and reports the absorbed
   * customers. New customers are judged by their touchpoint.
   */
  private *judgeMembership(customer: string, occasion: Occasion): Scoring<void> {
    if (!this.moved.delete(customer)) return;
    const absorbed = this.absorbed.get(customer) ?? [];
    this.absorbed.delete(customer);
    const { scored } = this.customerOf(customer);
    if (scored.standing.rules === NEVER_JUDGED) return;
    const now = Math.max(scored.standing.judgedAt, occasion.occurredAt);
    const fired = yield* fireDue(scored, now, this.book, this.clock);
    const moved = this.withMembershipChange(fired, customer, absorbed, now, occasion);
    const judged = yield* judgeAll(moved, now, occasion, this.book, this.clock);
    this.put({ ...this.customerOf(customer), scored: judged });
  }

  private withMembershipChange(
    scored: Scored,
    customer: string,
    absorbed: string[],
    now: number,
    occasion: Occasion,
  ): Scored {
    const before = this.known.standings.get(customer)?.standing.identities.length ?? 0;
    const kind = absorbed.length > 0 ? 'merged' : scored.facts.size < before ? 'split' : null;
    if (!kind) return scored;
    const change = { kind, subject: customer, from: null, to: null, because: [], absorbed } as const;
    const view = new RuleView(scored.facts, this.book, now);
    return withTransitions(scored, [{ ...change, absorbed: [...absorbed] }], occasion, view);
  }

  private *change(customer: string, step: (scored: Scored) => Steps): Scoring<void> {
    const row = this.customerOf(customer);
    const scored = yield* step(row.scored);
    if (scored === row.scored) return;
    for (const [identity, facts] of scored.facts) {
      const held = this.facts.get(identity) as FactsRow;
      if (held.facts === facts) continue;
      this.facts.set(identity, { ...held, facts });
      this.changedFacts.add(identity);
    }
    this.put({ ...row, scored });
  }

  private put(row: ScoredCustomer): void {
    this.customers.set(row.customer, row);
    this.changedCustomers.add(row.customer);
  }

  private customerOf(customer: string): ScoredCustomer {
    const known = this.customers.get(customer);
    if (known) return known;
    const { version, standing } = this.known.standings.get(customer) ?? { version: 0, standing: NEW_STANDING };
    const facts = new Map(
      standing.identities.map((identity) => [identity, (this.facts.get(identity) as FactsRow).facts]),
    );
    const row = { customer, version, scored: { standing, facts, transitions: [] } };
    this.customers.set(customer, row);
    return row;
  }
}
