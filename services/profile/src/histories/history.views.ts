// How histories and stored orders look from outside.
import type { HistoryPage, HistoryPlace, Identity, KeptOrder, NumberedTouchpoint } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';

export class HistoryPlaceView implements HistoryPlace {
  @ApiProperty() source!: string;
  @ApiProperty() messageId!: string;
}

export class HistoryPageView implements HistoryPage {
  @ApiProperty({ type: String, description: 'kind:value' }) identity!: Identity;
  @ApiProperty({
    type: [Object],
    description: 'as on the topic `touchpoints` (docs/asyncapi.json), each with its `number`; ordered by source and id',
  })
  touchpoints!: NumberedTouchpoint[];
  @ApiProperty({ type: HistoryPlaceView, nullable: true, description: 'null when the history ends with this page' })
  next!: HistoryPlace | null;
}

export class KeptOrderView implements KeptOrder {
  @ApiProperty() id!: string;
  @ApiProperty({ type: String, description: 'kind:value, that owns it' }) identity!: Identity;
  @ApiProperty() customer!: string;
  @ApiProperty({ description: 'whether it is of the customer who was asked for' }) isOwn!: boolean;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) placed!: string | null;
  @ApiProperty({ description: 'ISO 4217' }) currency!: string;
  @ApiProperty({ description: 'minor units' }) total!: number;
  @ApiProperty({ description: 'what was paid back so far, minor units' }) refunded!: number;
}
