// How customers look from outside: times as ISO 8601, money in minor units with its currency.
import { type CustomerDetails, type CustomerNames, type Head, type Identity, byStrength } from '@segue/contracts';
import { type Brand, atBound, headOf, heldConsents, joinAll, unconfirmed } from '@segue/parts';
import { iso } from '@segue/service';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Found } from './customer.reader';
import { MAX_IDENTITIES } from '../identities/domain/members';
import { wholeName } from './domain/names';
import {
  ConsentView,
  ClaimView,
  ApartView,
  ApartFromView,
  BouncedView,
  bouncedViews,
  apartFrom,
  consentViews,
} from './contact.views';

export class MoneyView {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ description: 'minor units' }) gross!: number;
  @ApiProperty({ description: 'minor units' }) refunded!: number;
  @ApiProperty({ description: 'minor units' }) net!: number;
  @ApiPropertyOptional({ description: 'orders in a currency without a rate, which the sums leave out' })
  unvalued?: number;
}

export class UnvaluedView {
  @ApiProperty({ description: 'counted up to 10,000' }) customers!: number;
  @ApiProperty({ description: 'their orders in a currency without a rate' }) orders!: number;
  @ApiProperty({ description: 'whether there are more customers' }) isMore!: boolean;
}

export class PurchaseDaysView {
  @ApiProperty() count!: number;
  @ApiProperty({ type: String, nullable: true, example: '1997-01-18' }) first!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '1997-08-02' }) last!: string | null;
  @ApiProperty({ description: 'gross spend of the days after the first, minor units' }) repeatSpend!: number;
}

// The class is named by a reference only, which alone does not bring it into the document.
@ApiExtraModels(ConsentView)
export class CustomerView implements CustomerNames, CustomerDetails {
  @ApiProperty() customer!: string;
  @ApiProperty({ type: [String], description: 'kind:value, strongest first' }) identities!: Identity[];
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: Object, additionalProperties: true }) traits!: Head['traits'];
  @ApiProperty({
    description: 'by channel/purpose',
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/ConsentView' },
  })
  consents!: Record<string, ConsentView>;
  @ApiProperty({ format: 'date-time' }) firstSeen!: string;
  @ApiProperty({ format: 'date-time' }) lastSeen!: string;
  @ApiProperty() touchpoints!: number;
  @ApiProperty() orders!: number;
  @ApiProperty({ type: MoneyView }) money!: MoneyView;
  @ApiProperty({ type: PurchaseDaysView }) purchaseDays!: PurchaseDaysView;
  @ApiProperty({ type: String, nullable: true }) timeZone!: string | null;
  @ApiProperty({ type: String, nullable: true }) locale!: string | null;
  @ApiProperty({ type: [ClaimView], description: 'what public sources claim and what does not hold' })
  claims!: ClaimView[];
  @ApiProperty({ type: [BouncedView], description: 'addresses of this customer that their server refuses for good' })
  bounced!: BouncedView[];
  @ApiProperty({ type: [String], description: 'bounds that are reached: what comes beyond them falls out' })
  atBound!: string[];
  @ApiProperty({ type: ApartView }) apart!: ApartView;
  @ApiProperty({
    type: ApartFromView,
    nullable: true,
    description: 'set where this customer is an identity that stands apart from another',
  })
  apartFrom!: ApartFromView | null;
}

export function customerView({ customer, rows, apart }: Found, brand: Brand): CustomerView {
  const part = joinAll(rows.map((row) => row.part));
  const head = headOf(part, brand);
  return {
    ...head,
    customer,
    identities: rows.map((row) => row.identity).sort(byStrength),
    name: wholeName(head.traits),
    consents: consentViews(heldConsents(part)),
    firstSeen: iso(head.firstSeen),
    lastSeen: iso(head.lastSeen),
    claims: unconfirmed(part, brand).map((claim) => ({ ...claim, at: iso(claim.at) })),
    bounced: bouncedViews(part, head, rows, brand),
    atBound: [...atBound(part), ...(rows.length >= MAX_IDENTITIES ? ['identities'] : [])],
    apart,
    apartFrom: apartFrom(rows),
  };
}
