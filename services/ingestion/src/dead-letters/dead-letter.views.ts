// Answers about dead letters. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';
import { type DeadLetterState, STATES } from './dead-letter.store';

export class DeadLetterView {
  @ApiProperty() id!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty({ description: 'the service that could not read it' }) reader!: string;
  @ApiProperty() topic!: string;
  @ApiProperty() partition!: number;
  @ApiProperty() offset!: string;
  @ApiProperty() code!: string;
  @ApiProperty({ description: 'of the field at fault; empty for the whole' }) path!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: STATES, description: '`returned`: replayed, and it became a dead letter once more' })
  state!: DeadLetterState;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) settledAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) settledBy!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'the letter whose replay this message is' })
  replayOf!: string | null;
}

export class WholeDeadLetterView extends DeadLetterView {
  @ApiProperty() key!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) headers!: Record<string, string>;
  @ApiProperty({ description: 'the message, as text' }) value!: string;
}

export class DeadLetterPage {
  @ApiProperty({ type: [DeadLetterView] }) items!: DeadLetterView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
