// The answer to a webhook.
import { ApiProperty } from '@nestjs/swagger';
import { IGNORED, type Ignored } from './domain/reading';

export class WebhookTakenView {
  @ApiProperty() success!: boolean;
  @ApiProperty({ description: 'touchpoints that are durable now' }) taken!: number;
  @ApiProperty({ description: 'events that are in the quarantine; the same again is refused again' }) refused!: number;
  @ApiProperty({ enum: IGNORED, isArray: true, description: 'why parts of it make no touchpoint' }) ignored!: Ignored[];
}
