// Where a customer stands, tiers and segments, and how one standing becomes the next. Pure: times
// are UTC milliseconds, `clock` is the service's.
import {
  type Cause,
  type ConsentState,
  type Head,
  type NumberedTouchpoint,
  type Origin,
  type StandingSummary,
} from '@segue/contracts';
import {
  type Folding,
  type Part,
  type Purchased,
  changesConsents,
  consentState,
  headOf,
  heldTraits,
  isKnown,
  ordersIn,
  purchasedIn,
} from '@segue/parts';
import { digitsOf, isOrderEvent } from '@segue/orders';
import {
  type Change,
  type CompiledRule,
  type Context,
  type JoinedOrders,
  type RuleFacts as RulePart,
  type TierFact,
  hasFolded,
} from '@segue/rules';
import { type Facts, type Joined, bucketingIdOf, changedTraits, foldFacts, joinFacts } from './facts';
import { orderMoves, orderSeen } from './order-moves';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { isZone } from '@segue/valuation';
import { type Worth, worthOf } from './worth';

/**
 * When an answer changes by itself. `past` is set when that instant had passed already when it was
 * written: whose history it is.
 */
interface NextChange {
  at: number;
  past?: Origin;
}

export interface Standing {
  /** A customer's time never goes back: what comes late is judged at this instant. */
  judgedAt: number;
  /** Of the last transition. */
  number: number;
  /** Version of the rulebook by which all of it was judged; 0 for who never was. */
  rules: number;
  identities: string[];
  /** In whom it ended when it was merged away. */
  survivor: string | null;
  tiers: { readonly [scheme: string]: { tier: string; flip: NextChange | null } };
  /** Those that hold or will by themselves. */
  segments: { readonly [id: string]: { holds: boolean; flip: NextChange | null } };
}

export const NEW_STANDING: Standing = Object.freeze({
  judgedAt: 0,
  number: 0,
  rules: 0,
  identities: [],
  survivor: null,
  tiers: {},
  segments: {},
});

/**
 * A change that campaigns can subscribe to. `number` counts per customer, so that readers can drop
 * what comes late.
 */
export interface Transition {
  number: number;
  kind: 'entered' | 'left' | 'tier' | 'touchpoint' | 'order' | 'merged' | 'split';
  subject: string;
  from: string | null;
  to: string | null;
  because: unknown;
  absorbed: string[];
  occurredAt: number;
  recordedAt: number;
  origin: Origin;
  cause: Cause;
  /** Touchpoint and order signals are named by what they are about, whose name no merge changes. */
  id?: string;
  /** The identity by which random groups are drawn. */
  bucketingId?: string;
  standing: StandingSummary;
}

/**
 * A transition that campaigns are still to be told of, with the head as it was then: a later
 * touchpoint of the same batch is not in it.
 */
export interface PendingTransition extends Transition {
  head: Head;
}

/** The service's time while a batch is scored, UTC milliseconds. */
export interface ScoringClock {
  /** What lies before it was past already when it is written now. */
  now: number;
  /**
   * What falls due up to here is history: it fell between a replay's end and the wall clock that
   * took over.
   */
  historyUntil: number;
  /** The wall clock, also while history is replayed: when things are written down. */
  wall: number;
}

/** One customer while a batch is scored. */
export interface Scored {
  standing: Standing;
  /** By identity. */
  facts: ReadonlyMap<string, Facts>;
  transitions: readonly PendingTransition[];
}

/** Why something is judged now. */
export interface Occasion {
  cause: Cause;
  origin: Origin;
  /** Of the cause: transitions of a late purchase bear the purchase's time. */
  occurredAt: number;
  recordedAt: number;
}

const SCHEMES = ['value', 'rfm'] as const;

/** A judgement in steps: the caller may run other work after each. */
export type Steps = Generator<void, Scored>;

/**
 * Brings a customer up to a touchpoint. What fell due before it happens first, at its own instant,
 * so that a purchase in May cannot hide a lapse in April. A touchpoint that was folded before
 * changes nothing.
 */
export function* advance(
  scored: Scored,
  touchpoint: NumberedTouchpoint,
  book: Rulebook,
  clock: ScoringClock,
  folding?: Folding,
): Steps {
  const before = scored.facts.get(touchpoint.identity) as Facts;
  const needs = book.needs.get(before.rules.needs);
  if (!needs) throw new Error(`facts kept for unknown needs ${before.rules.needs}`);
  if (hasFolded(before.rules, touchpoint.number)) return scored;
  // Both are asked for only where there is something to do: starting a generator costs more than
  // to find that there is not.
  const current = scored.standing.rules === book.version ? scored : yield* catchUp(scored, book, clock);
  const until = Math.max(scored.standing.judgedAt, touchpoint.occurredAt);
  const due = dueAt(current.standing);
  const lapsed = due === null || due > until ? current : yield* fireDue(current, until, book, clock);
  const now = Math.max(lapsed.standing.judgedAt, touchpoint.occurredAt);
  const seen = orderSeen(lapsed.facts, touchpoint, book.heardOrders);
  // After the lapses, which read the earlier facts: folding may change orders in place.
  const after = foldFacts(before, touchpoint, needs, book.brand, folding);
  const folded = { ...lapsed, facts: new Map(lapsed.facts).set(touchpoint.identity, after) };
  // What comes late may be the first that was seen of another identity.
  const isRegrouped = bucketingIdOf(folded.facts) !== bucketingIdOf(lapsed.facts);
  const occasion = occasionOf(touchpoint);
  const judged =
    folded.standing.rules === 0
      ? yield* judgeAll(folded, now, occasion, book, clock)
      : yield* judge(
          folded,
          isRegrouped ? 'all' : scopeOf(touchpoint, lapsed, folded, book),
          now,
          occasion,
          book,
          clock,
        );
  const moves = [
    ...touchpointMoves(touchpoint, book),
    ...(seen ? orderMoves(seen, folded.facts, book.heardOrders) : []),
  ];
  if (moves.length === 0) return judged;
  return withTransitions(judged, moves, occasion, new RuleView(judged.facts, book, now));
}

/** Fires what falls due up to and including `until`, each at its own instant. */
export function* fireDue(scored: Scored, until: number, book: Rulebook, clock: ScoringClock): Steps {
  let next = scored;
  for (let due = dueAt(next.standing); due !== null && due <= until; due = later(due, dueAt(next.standing))) {
    next = yield* judge(next, null, due, dueOccasion(next, due, clock), book, clock);
  }
  return next;
}

/**
 * What must be judged again under the present rulebook, at the instant judged last and as part of
 * the edit that made it so.
 */
export function* catchUp(scored: Scored, book: Rulebook, clock: ScoringClock): Steps {
  const { rules, judgedAt } = scored.standing;
  if (rules === 0 || rules === book.version || !isCurrent(scored, book)) return scored;
  const edited = book.editedSince(rules);
  const current = underBook(scored, book);
  if (edited.length === 0) return current;
  const cause: Cause = { kind: 'definition', id: `rulebook ${book.version}`, depth: 1 };
  const occasion: Occasion = { cause, origin: 'backfill', occurredAt: judgedAt, recordedAt: clock.wall };
  return yield* judge(current, edited === 'all' ? edited : { edited }, judgedAt, occasion, book, clock);
}

/** Whether the facts can answer every rule of the rulebook. */
function isCurrent({ facts }: Scored, book: Rulebook): boolean {
  for (const { rules } of facts.values()) if (rules.needs !== book.rules.needs.id) return false;
  return true;
}

/** Judges every rule and tier: for new customers, and customers that were merged or split. */
export function* judgeAll(scored: Scored, now: number, occasion: Occasion, book: Rulebook, clock: ScoringClock): Steps {
  return yield* judge(underBook(scored, book), 'all', now, occasion, book, clock);
}

/** Without segments that are no more, and at the rulebook's version. */
function underBook(scored: Scored, book: Rulebook): Scored {
  const segments = Object.fromEntries(Object.entries(scored.standing.segments).filter(([id]) => book.rules.ruleOf(id)));
  // While facts wait for their backfill some rules cannot be judged: the customer stays behind
  // until they can.
  const rules = isCurrent(scored, book) || scored.standing.rules === 0 ? book.version : scored.standing.rules;
  return { ...scored, standing: { ...scored.standing, segments, rules } };
}

/** The next instant at which something changes if nothing happens; null if never. */
export function dueAt({ tiers, segments }: Standing): number | null {
  return sooner(soonestOf(tiers), soonestOf(segments));
}

function soonestOf(answers: { readonly [name: string]: { flip: NextChange | null } }): number | null {
  let soonest: number | null = null;
  for (const name in answers) {
    const flip = answers[name]?.flip;
    if (flip && (soonest === null || flip.at < soonest)) soonest = flip.at;
  }
  return soonest;
}

const sooner = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));

export function summaryOf(standing: Standing, worth: Worth): StandingSummary {
  return {
    tiers: Object.fromEntries(Object.entries(standing.tiers).map(([scheme, { tier }]) => [scheme, tier])),
    segments: Object.keys(standing.segments).filter((id) => standing.segments[id]?.holds),
    expectedRevenue: worth.expectedRevenue,
    netMargin: worth.net,
    pAlive: worth.pAlive,
  };
}

/**
 * What a customer looks like to the rules at an instant. Numbers are worked out when first asked
 * for: most rules read neither money nor tiers.
 */
export class RuleView implements Context {
  readonly joined: Joined;
  private known: Worth | undefined;
  private held: Head['traits'] | undefined;
  private consented: ConsentState | undefined;
  private bought: Purchased | undefined;
  private placed: JoinedOrders | undefined;

  constructor(
    private readonly facts: ReadonlyMap<string, Facts>,
    private readonly book: Rulebook,
    readonly now: number,
  ) {
    this.joined = joinFacts([...facts.values()]);
    for (const [identity, one] of facts) this.rules[identity] = one.rules;
  }

  readonly rules: { [identity: string]: RulePart } = {};

  private get purchased(): Purchased {
    return (this.bought ??= purchasedIn(this.joined.part.orders, this.book.brand));
  }

  get worth(): Worth {
    this.known ??= worthOf(this.joined, this.book.settings, this.book.brand, this.now, this.purchased);
    return this.known;
  }

  /** Traits and consents are those of the head: which of them hold is decided only at the join. */
  get traits(): Head['traits'] {
    return (this.held ??= heldTraits(this.joined.part, this.book.brand));
  }

  get consents(): ConsentState {
    return (this.consented ??= consentState(this.joined.part));
  }

  get orders(): JoinedOrders {
    const { brand } = this.book;
    return (this.placed ??= { placed: ordersIn(this.joined.part.orders, brand), digits: digitsOf(brand.currency) });
  }

  get head(): Head {
    return headOf(this.joined.part, this.book.brand, this.purchased);
  }

  /** The identity by which random groups are drawn. */
  get subject(): string {
    return bucketingIdOf(this.facts);
  }

  get zone(): string {
    return this.book.brand.zone;
  }

  get customerZone(): string | null {
    return zoneOf(this.joined.part);
  }

  get lastOrderDay(): Worth['lastOrderDay'] {
    return this.worth.lastOrderDay;
  }

  get numbers(): Worth['numbers'] {
    return this.worth.numbers;
  }

  get tiers(): NonNullable<Context['tiers']> {
    const { value, rfm } = this.worth;
    return {
      value: this.tierFact(value.tier, value.flipsAt, (then) => then.value.tier),
      rfm: rfm ? this.tierFact(rfm.name, rfm.flipsAt, (then) => then.rfm?.name ?? rfm.name) : undefined,
    };
  }

  /** The tier that follows is worked out only for a rule that asks for it. */
  private tierFact(tier: string, flipsAt: number | null, tierOf: (then: Worth) => string): TierFact {
    if (flipsAt === null) return { tier };
    const { joined, book } = this;
    return {
      tier,
      get steps() {
        return [{ at: flipsAt, tier: tierOf(worthOf(joined, book.settings, book.brand, flipsAt)) }];
      },
    };
  }
}

/** Maximum number of leaves judged without a pause; a single rule has hardly more. */
const LEAVES_AT_ONCE = 100;
const portions = new WeakMap<readonly CompiledRule[], (readonly CompiledRule[])[]>();

/**
 * Groups rules into portions that are judged without a pause; a short list is one portion. Cached
 * by list, since the same lists recur.
 */
function portionsOf(rules: readonly CompiledRule[]): readonly (readonly CompiledRule[])[] {
  const known = portions.get(rules);
  if (known) return known;
  const parts: CompiledRule[][] = [];
  let leaves = Infinity;
  for (const rule of rules) {
    leaves += rule.leaves;
    if (leaves <= LEAVES_AT_ONCE) parts.at(-1)?.push(rule);
    else {
      parts.push([rule]);
      leaves = rule.leaves;
    }
  }
  const all = parts.length === 1 ? [rules] : parts;
  portions.set(rules, all);
  return all;
}

/**
 * What is to be looked at: rules touched by a change, those that were edited, all of them, or
 * (null) those whose time has come.
 */
type Scope = Change | { edited: readonly CompiledRule[] } | 'all' | null;

function* judge(
  scored: Scored,
  scope: Scope,
  now: number,
  occasion: Occasion,
  book: Rulebook,
  clock: ScoringClock,
): Steps {
  const sight = new RuleView(scored.facts, book, now);
  const tiered = judgeTiers(scored.standing, scope, sight, occasion.origin, clock);
  const [before, after] = [scored.standing.tiers, tiered.tiers];
  const moved = SCHEMES.filter((scheme) => after[scheme]?.tier !== before[scheme]?.tier);
  // A tier that will last longer than was thought, or be followed by another, moves the flips of
  // the rules that read it.
  const restated = tiered === scored.standing ? [] : SCHEMES;
  const rules = readableOf(rulesIn(scope, tiered, restated, now, book), scored, book);
  let segments = tiered.segments;
  const turned: Move[] = [];
  const portions = portionsOf(rules);
  for (const some of portions) {
    const changed: Record<string, Standing['segments'][string] | null> = {};
    for (const [place, { holds, standsUntil }] of book.rules.judge(some, sight.rules, sight).entries()) {
      const { id } = some[place] as CompiledRule;
      if ((segments[id]?.holds ?? false) !== holds) turned.push(segmentMove(id, holds, sight, book));
      if (holds || standsUntil !== null) changed[id] = { holds, flip: flipOf(standsUntil, occasion.origin, clock) };
      else if (segments[id]) changed[id] = null;
    }
    segments = withChanged(segments, changed);
    if (portions.length > 1) yield;
  }
  const standing = { ...tiered, segments, judgedAt: now };
  if (moved.length === 0 && turned.length === 0) return { ...scored, standing };
  const changes = [...moved.map((scheme) => tierMove(scheme, scored.standing, tiered, sight)), ...turned];
  return withTransitions({ ...scored, standing }, changes, occasion, sight);
}

/**
 * Replaces answers; null removes one. Without removals, which are rare, nothing is copied twice.
 */
function withChanged(
  segments: Standing['segments'],
  changed: { readonly [id: string]: Standing['segments'][string] | null },
): Standing['segments'] {
  const all: { [id: string]: Standing['segments'][string] | null } = { ...segments, ...changed };
  for (const id in changed) if (changed[id] === null) return withoutNulls(all);
  return all as Standing['segments'];
}

const withoutNulls = (all: { readonly [id: string]: Standing['segments'][string] | null }) =>
  Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== null)) as Standing['segments'];

type Move = Pick<Transition, 'kind' | 'subject' | 'from' | 'to' | 'because'>;
/** Has an id of its own where the same may be found again. */
export type NamedMove = Move & { id: string };

function tierMove(scheme: string, before: Standing, after: Standing, sight: RuleView): Move {
  const because = scheme === 'value' ? sight.worth.value.because : (sight.worth.rfm?.scores ?? null);
  const [from, to] = [before.tiers[scheme]?.tier ?? null, after.tiers[scheme]?.tier ?? null];
  return { kind: 'tier', subject: scheme, from, to, because };
}

function segmentMove(id: string, holds: boolean, sight: RuleView, book: Rulebook): Move {
  const because = book.rules.explain(id, sight.rules, sight);
  return { kind: holds ? 'entered' : 'left', subject: id, from: null, to: null, because };
}

export function withTransitions(
  scored: Scored,
  moves: readonly (Move & Partial<Pick<Transition, 'id' | 'absorbed'>>)[],
  occasion: Occasion,
  sight: RuleView,
): Scored {
  const { cause, origin, recordedAt } = occasion;
  const { head, subject: bucketingId } = sight;
  const standing = summaryOf(scored.standing, sight.worth);
  // A late touchpoint's changes bear its own time, so that nobody takes them for news.
  const occurredAt = cause.kind === 'due' ? sight.now : occasion.occurredAt;
  const first = scored.standing.number + 1;
  const transitions = moves.map((move, place): PendingTransition => {
    return {
      absorbed: [],
      ...move,
      number: first + place,
      occurredAt,
      recordedAt,
      origin,
      cause,
      bucketingId,
      standing,
      head,
    };
  });
  return {
    ...scored,
    standing: { ...scored.standing, number: scored.standing.number + moves.length },
    transitions: [...scored.transitions, ...transitions],
  };
}

function judgeTiers(standing: Standing, scope: Scope, sight: RuleView, origin: Origin, clock: ScoringClock): Standing {
  const due = SCHEMES.some((scheme) => isDue(standing.tiers[scheme]?.flip, sight.now));
  const asked = scope === 'all' || due || (scope !== null && 'tiers' in scope);
  if (!asked) return standing;
  const { value, rfm } = sight.worth;
  const tiers: Record<string, Standing['tiers'][string]> = {
    value: { tier: value.tier, flip: flipOf(value.flipsAt, origin, clock) },
  };
  if (rfm) tiers.rfm = { tier: rfm.name, flip: flipOf(rfm.flipsAt, origin, clock) };
  return { ...standing, tiers };
}

function rulesIn(
  scope: Scope,
  standing: Standing,
  restated: readonly string[],
  now: number,
  book: Rulebook,
): readonly CompiledRule[] {
  if (scope === 'all') return book.rules.rules;
  if (scope !== null && 'edited' in scope) return scope.edited;
  const touched = book.rules.touchedBy({ ...scope, tiers: restated });
  const due: CompiledRule[] = [];
  for (const id in standing.segments) {
    const rule = isDue(standing.segments[id]?.flip, now) ? book.rules.ruleOf(id) : undefined;
    if (rule) due.push(rule);
  }
  return due.length === 0 ? touched : [...new Set([...touched, ...due])];
}

function readableOf(rules: readonly CompiledRule[], scored: Scored, book: Rulebook): readonly CompiledRule[] {
  if (isCurrent(scored, book)) return rules;
  const kept = [...scored.facts.values()].map((facts) => book.readable(facts.rules.needs));
  return rules.filter((rule) => kept.every((readable) => readable.has(rule)));
}

/**
 * Returns what a touchpoint may change. Another time zone moves every window that is counted in it,
 * and a person who becomes known changes the trust in public sources; all other changes are known
 * by name.
 */
function scopeOf(touchpoint: NumberedTouchpoint, before: Scored, after: Scored, book: Rulebook): Scope {
  const partIn = ({ facts }: Scored) => (facts.get(touchpoint.identity) as Facts).part;
  const [was, is] = [partIn(before), partIn(after)];
  if (zoneOf(was) !== zoneOf(is) || isKnown(was) !== isKnown(is)) return 'all';
  const change = changeBy(touchpoint, book);
  if (touchpoint.type !== 'identify') return change;
  return { ...change, traits: changedTraits(before.facts, after.facts, book.brand) };
}

/** The customer's own zone, if what devices said is one. */
const zoneOf = ({ timeZone }: Part): string | null => (isZone(timeZone?.value) ? timeZone.value : null);

/**
 * What a touchpoint may have changed: orders and paid contacts move money, all others only what
 * names them.
 */
function changeBy(touchpoint: NumberedTouchpoint, book: Rulebook): Change {
  const ordered = touchpoint.type === 'track' && isOrderEvent(touchpoint.event);
  const costs = touchpoint.event === 'Message Sent' && book.settings.economics.costPerContact > 0;
  const consents = changesConsents(touchpoint);
  if (!ordered && !costs) return { touchpoint, consents };
  return { touchpoint, consents, recency: ordered, orders: ordered, numbers: 'all', tiers: [] };
}

/** A touchpoint that campaigns listen to becomes a signal of its own, after what it changed. */
function touchpointMoves(touchpoint: NumberedTouchpoint, book: Rulebook): NamedMove[] {
  if (!book.heard.has(touchpoint.event)) return [];
  const { identity, source, id, event, properties } = touchpoint;
  const name = `${identity}/${source}/${id}`;
  return [{ kind: 'touchpoint', subject: event, from: null, to: null, because: properties, id: name }];
}

export function occasionOf(touchpoint: NumberedTouchpoint): Occasion {
  const { identity, source, id, origin, occurredAt, recordedAt } = touchpoint;
  const depth = (touchpoint.cause?.depth ?? 0) + 1;
  return { cause: { kind: 'touchpoint', id: `${identity}/${source}/${id}`, depth }, origin, occurredAt, recordedAt };
}

function dueOccasion({ standing }: Scored, due: number, clock: ScoringClock): Occasion {
  const flips = [...Object.values(standing.tiers), ...Object.values(standing.segments)].flatMap(
    ({ flip }) => flip ?? [],
  );
  const now = flips.filter((flip) => flip.at === due);
  // Live as soon as one of them was still to come when it was written.
  const origin =
    due <= clock.historyUntil ? 'backfill' : now.every((flip) => flip.past) ? (now[0]?.past ?? 'live') : 'live';
  return { cause: { kind: 'due', id: `due ${due}`, depth: 1 }, origin, occurredAt: due, recordedAt: clock.wall };
}

function flipOf(at: number | null, origin: Origin, clock: ScoringClock): NextChange | null {
  if (at === null) return null;
  return at <= clock.now ? { at, past: origin } : { at };
}

const isDue = (flip: NextChange | null | undefined, now: number) => !!flip && flip.at <= now;

/** An answer that says it flips at an instant and does not would be asked again for ever. */
function later(due: number, next: number | null): number | null {
  if (next !== null && next <= due) throw new Error(`due time ${next} does not move on`);
  return next;
}
