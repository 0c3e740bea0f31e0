// What rules and models read of one customer at an instant. Pure: times are UTC milliseconds.
import type { ConsentState, Head } from '@segue/contracts';
import { digitsOf } from '@segue/orders';
import { type Part, type Purchased, consentState, headOf, heldTraits, ordersIn, purchasedIn } from '@segue/parts';
import type { Context, JoinedOrders, RuleFacts as RulePart, TierFact } from '@segue/rules';
import { isZone } from '@segue/valuation';
import { withLists } from '../../rulebook/domain/lists';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type Facts, type Joined, bucketingIdOf, joinFacts, listsOf } from './facts';
import { type Worth, worthOf } from './worth';

/**
 * One customer at an instant, as rules read it. Numbers are computed on first use, since most rules
 * read neither money nor tiers.
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
    return (this.held ??= withLists(heldTraits(this.joined.part, this.book.brand), listsOf(this.facts.values())));
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
      value: this.tierFact(value.tier, value.changesAt, (then) => then.value.tier),
      rfm: rfm ? this.tierFact(rfm.name, rfm.changesAt, (then) => then.rfm?.name ?? rfm.name) : undefined,
    };
  }

  /** The tier that follows is computed only when a rule reads it. */
  private tierFact(tier: string, changesAt: number | null, tierOf: (then: Worth) => string): TierFact {
    if (changesAt === null) return { tier };
    const { joined, book } = this;
    return {
      tier,
      get steps() {
        return [{ at: changesAt, tier: tierOf(worthOf(joined, book.settings, book.brand, changesAt)) }];
      },
    };
  }
}

/** Returns the customer's own zone; null where devices sent none that is valid. */
export const zoneOf = ({ timeZone }: Part): string | null => (isZone(timeZone?.value) ? timeZone.value : null);
