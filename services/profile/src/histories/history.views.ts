// How histories and stored orders look from outside.
import type { History, Identity, KeptOrder, NumberedTouchpoint } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';

export class HistoryView implements History {
  @ApiProperty({ type: String, description: 'kind:value' }) identity!: Identity;
  @ApiProperty() customer!: string;
  @ApiProperty({ description: 'touchpoints that the identity owned when this was read: all of them are here' })
  number!: number;
  @ApiProperty({
    type: [Object],
    description:
      'in the order of their numbers, as on the topic `touchpoints` (docs/asyncapi.json), each with its `number`',
  })
  touchpoints!: NumberedTouchpoint[];
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
