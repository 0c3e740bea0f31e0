// What ingestion's management API answers, as classes, so that OpenAPI and typed clients know their
// shapes. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';
import { type DeadLetterState, STATES } from './dead-letters/dead-letter.store';
import type { SourceKind } from './sources/sources.entities';

export class WriteKeyView {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'its last characters' }) hint!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty() revoked!: boolean;
}

export class SigningKeyView {
  @ApiProperty() id!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class SourceView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['server', 'public'] }) kind!: SourceKind;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty() disabled!: boolean;
  @ApiProperty({ type: [WriteKeyView] }) keys!: WriteKeyView[];
  @ApiProperty({ type: [SigningKeyView], description: 'sign user ids (`context.signature`)' })
  signingKeys!: SigningKeyView[];
  @ApiProperty({ type: Number, nullable: true, description: 'its own limit; null for that of its kind' })
  eventsPerSecond!: number | null;
}

export class SourceWithKeyView extends SourceView {
  @ApiProperty({ description: 'shown here and never again' }) writeKey!: string;
}

export class SourceWithSigningKeyView extends SourceView {
  @ApiProperty({ description: 'shown here and never again' }) signingKey!: string;
}

export class SourcePage {
  @ApiProperty({ type: [SourceView] }) items!: SourceView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

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

export class QuarantineView {
  @ApiProperty() id!: number;
  @ApiProperty({ description: "the source's id" }) source!: string;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ description: 'place in its batch' }) index!: number;
  @ApiProperty() code!: string;
  @ApiProperty() path!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ type: String, nullable: true, description: "the event's name, or its type; null where none was sent" })
  name!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'the first identity, `kind:value`; null where none was sent',
  })
  person!: string | null;
  @ApiProperty({ description: 'whether the event was taken all the same: then this is a remark' }) taken!: boolean;
}

export class QuarantineCountView {
  @ApiProperty({ description: "the source's id" }) source!: string;
  @ApiProperty({ description: 'the reason' }) code!: string;
  @ApiProperty({ description: 'of the field at fault, `*` for places in lists' }) path!: string;
  @ApiProperty({ description: "the event's name, or its type" }) name!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ format: 'date-time' }) firstAt!: string;
  @ApiProperty({ format: 'date-time' }) lastAt!: string;
}

export class QuarantineCounts {
  @ApiProperty({ type: [QuarantineCountView] }) items!: QuarantineCountView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class WholeQuarantineView extends QuarantineView {
  @ApiProperty({ description: 'what was sent, as JSON' }) event!: string;
}

export class QuarantinePage {
  @ApiProperty({ type: [QuarantineView] }) items!: QuarantineView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class TimeView {
  @ApiProperty({ enum: ['wall', 'stream'] }) mode!: 'wall' | 'stream';
  @ApiProperty({ format: 'date-time' }) now!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'where a replay that was cut off goes on; null if there never was one',
  })
  mark!: string | null;
}

export class RejectionView {
  @ApiProperty({ description: 'place in the batch' }) index!: number;
  @ApiProperty() code!: string;
  @ApiProperty() path!: string;
  @ApiProperty() message!: string;
}

export class AcceptedView {
  @ApiProperty() success!: boolean;
  @ApiProperty({
    type: [RejectionView],
    required: false,
    description: 'of a batch: what was not taken, and why; at most 100',
  })
  rejected?: RejectionView[];
  @ApiProperty({ required: false, description: 'of a batch: how many were not taken; `rejected` lists at most 100' })
  rejectedCount?: number;
}
