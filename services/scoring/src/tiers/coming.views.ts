// Moves between tiers that come by themselves, in the API.
import { LookedView } from './tiers.views';
import { ApiProperty } from '@nestjs/swagger';
import { NextChangeView } from '../standings/standings.views';

export class UpcomingView {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: NextChangeView, nullable: true, description: 'null where only a look is due, not a change' })
  change!: NextChangeView | null;
}

export class ComingMoveView {
  @ApiProperty({ description: 'value or rfm' }) scheme!: string;
  @ApiProperty() from!: string;
  @ApiProperty() to!: string;
  @ApiProperty() customers!: number;
}

export class ComingView extends LookedView {
  @ApiProperty({ format: 'date-time' }) asOf!: string;
  @ApiProperty({ format: 'date-time' }) until!: string;
  @ApiProperty({ type: [ComingMoveView], description: 'most customers first' }) moves!: ComingMoveView[];
}

export class ComingCustomerView {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class ComingPage {
  @ApiProperty({ type: [ComingCustomerView], description: 'may be few, or none, before the last page' })
  items!: ComingCustomerView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
