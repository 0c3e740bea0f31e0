// Answers about what sources send. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';
import { OUTCOMES, type Outcome } from './domain/recent';

export class SourceMinuteView {
  @ApiProperty({ format: 'date-time', description: 'start of the minute' }) at!: string;
  @ApiProperty() taken!: number;
  @ApiProperty() refused!: number;
  @ApiProperty() ignored!: number;
}

export class SourceActivityView {
  @ApiProperty({ description: "the source's id" }) source!: string;
  @ApiProperty({ description: 'events taken in the last 24 hours' }) taken!: number;
  @ApiProperty({
    description:
      'events refused in the last 24 hours, which are in the quarantine, and requests without a right signature, which are not',
  })
  refused!: number;
  @ApiProperty({ description: 'webhooks without a meaning here, in the last 24 hours' }) ignored!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: it never sent anything' })
  lastAt!: string | null;
  @ApiProperty({ type: [SourceMinuteView], description: 'of the last hour; minutes without events are left out' })
  minutes!: SourceMinuteView[];
}

export class SourceActivityPage {
  @ApiProperty({ type: [SourceActivityView] }) items!: SourceActivityView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class SourceEventView {
  @ApiProperty() id!: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: OUTCOMES, description: '`remark`: taken, with a remark' }) outcome!: Outcome;
  @ApiProperty({ type: String, nullable: true, description: "the event's name, or its type" }) name!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'identity, `kind:value`; addresses are masked' })
  person!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'id of the customer, of an event that was taken' })
  customer!: string | null;
  @ApiProperty({ type: String, nullable: true }) messageId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'why it was refused or ignored, or what was remarked' })
  code!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'of the field at fault' }) path!: string | null;
  @ApiProperty({ type: String, nullable: true }) message!: string | null;
}

export class SourceEventPage {
  @ApiProperty({ type: [SourceEventView], description: 'newest first' }) items!: SourceEventView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
