// Value tiers in the API: times as ISO 8601, money in minor units.
import { ApiProperty } from '@nestjs/swagger';
import { CountView } from '../standings/members/members.views';

export class TierCountsView {
  @ApiProperty({ description: 'net margin of 12 months that makes an MVC, minor units' }) a!: number;
  @ApiProperty({
    description: 'what makes an MGC, minor units: expected revenue of 39 weeks; while predictions wait, spend',
  })
  b!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) tiers!: Record<string, number>;
  @ApiProperty({ description: 'customers that wait to be judged again; counted up to 1,000' }) overdue!: number;
}

export class LookedView {
  @ApiProperty({ description: 'customers that were looked at: all counts beside it are of these' }) looked!: number;
  @ApiProperty({ description: 'customers there are; more than `looked` where time ran out' }) population!: number;
  @ApiProperty({ description: 'whether all were looked at' }) exact!: boolean;
}

export class MoveView {
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty() to!: string;
  @ApiProperty() customers!: number;
}

export class MovingCustomerView {
  @ApiProperty() customer!: string;
  @ApiProperty() from!: string;
  @ApiProperty() to!: string;
}

export class TiersPreviewView extends LookedView {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) tiers!: Record<string, number>;
  @ApiProperty({ type: [MoveView], description: 'away from the cut-offs in force, most customers first' })
  moves!: MoveView[];
  @ApiProperty({ type: CountView, description: 'customers that change tier' }) moved!: CountView;
  @ApiProperty({ type: [MovingCustomerView], description: 'up to 50 of them' }) examples!: MovingCustomerView[];
}

export class TierTotalView {
  @ApiProperty() tier!: string;
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'of the last 12 months, all customers of the tier together' }) netMargin!: number;
  @ApiProperty({
    description: 'of the next 39 weeks, all customers of the tier together; not to be shown where `waits`',
  })
  expectedRevenue!: number;
}

export class RfmTotalView {
  @ApiProperty() name!: string;
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'of them, those with a P(alive) below one half; not to be shown where `waits`' })
  likelyGone!: number;
  @ApiProperty({ type: [String], description: 'up to 50 of them' }) examples!: string[];
}

class BarView {
  @ApiProperty({ type: Number, nullable: true, description: 'null: everything below `to`' }) from!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'null: everything from `from` on' }) to!: number | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'by value tier' })
  customers!: Record<string, number>;
}

class ShareCutOffView {
  @ApiProperty({ description: 'of all customers, 0 to 1' }) share!: number;
  @ApiProperty({ description: 'the amount that they reach, minor units' }) from!: number;
  @ApiProperty({ description: 'who reaches it; more than the share where amounts are equal' }) customers!: number;
}

export class HistogramView {
  @ApiProperty({ description: 'customers with exactly 0: in no bar' }) zero!: number;
  @ApiProperty({ description: 'lower edge of the first bar' }) low!: number;
  @ApiProperty({ description: 'width of a bar' }) step!: number;
  @ApiProperty({ type: [BarView] }) bars!: BarView[];
  @ApiProperty({ type: [ShareCutOffView], description: 'cut-offs for the best 5, 15, 20 and 50 %, where above 0' })
  shares!: ShareCutOffView[];
}

export class CensusView extends LookedView {
  @ApiProperty({ format: 'date-time' }) asOf!: string;
  @ApiProperty({ description: 'ISO 4217: of all money in it' }) currency!: string;
  @ApiProperty({ description: 'no predictions yet: tiers go by spend and recency' }) waits!: boolean;
  @ApiProperty({ type: [TierTotalView] }) tiers!: TierTotalView[];
  @ApiProperty({ type: [RfmTotalView] }) rfm!: RfmTotalView[];
  @ApiProperty({ type: HistogramView, description: 'of the last 12 months' }) netMargin!: HistogramView;
  @ApiProperty({
    type: HistogramView,
    description:
      'what the cut-off of MGC is compared with: expected revenue of the next 39 weeks; where `waits`, the spend of customers who bought within the last 90 days, and 0 for the others',
  })
  expectedRevenue!: HistogramView;
}

export class MoneyTotalView {
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'paid less given back, both within the period; minor units' }) revenue!: number;
  @ApiProperty({ description: 'customers who bought within the period' }) buyers!: number;
  @ApiProperty({ description: 'of them, those who had bought before, or did so twice' }) repeaters!: number;
  @ApiProperty({ description: 'of the 39 weeks after the period; not to be shown where `waits`' })
  expectedRevenue!: number;
}

export class TierMoneyView extends MoneyTotalView {
  @ApiProperty({ description: 'the present one' }) tier!: string;
}

export class PeriodMoneyView extends LookedView {
  @ApiProperty({ format: 'date-time' }) asOf!: string;
  @ApiProperty({ format: 'date-time', description: 'where the period begins' }) since!: string;
  @ApiProperty({ description: 'ISO 4217: of all money in it' }) currency!: string;
  @ApiProperty({ description: 'no predictions yet' }) waits!: boolean;
  @ApiProperty({ type: [TierMoneyView] }) tiers!: TierMoneyView[];
  @ApiProperty({ type: MoneyTotalView, description: 'of the period before, of equal length' }) before!: MoneyTotalView;
}

export class FlowView {
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ type: [MoveView] }) moves!: MoveView[];
}
