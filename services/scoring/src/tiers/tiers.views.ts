// Value tiers in the API: times as ISO 8601, money in minor units.
import { ApiProperty } from '@nestjs/swagger';
import { NextChangeView } from '../standings/standings.views';

export class TierCountsView {
  @ApiProperty({ description: 'net margin of 12 months that makes an MVC, minor units' }) a!: number;
  @ApiProperty({ description: 'expected revenue of 39 weeks that makes an MGC, minor units' }) b!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) tiers!: Record<string, number>;
  @ApiProperty({ description: 'customers that wait to be judged again; counted up to 1,000' }) overdue!: number;
}

export class TiersPreviewView {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) tiers!: Record<string, number>;
  @ApiProperty() looked!: number;
  @ApiProperty() population!: number;
}

export class MoveView {
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty() to!: string;
  @ApiProperty() customers!: number;
}

export class FlowView {
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ type: [MoveView] }) moves!: MoveView[];
}

export class UpcomingView {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: NextChangeView, nullable: true, description: 'null where only a look is due, not a change' })
  change!: NextChangeView | null;
}
