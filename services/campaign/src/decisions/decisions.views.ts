// Decisions as the API shows them.
import type { DecisionEntry } from '@segue/contracts';
import { PageQuery, iso } from '@segue/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Decision } from '../decide/domain/decision';
import type { DecisionRow } from './decision.reader';

export class DecisionsQuery extends PageQuery {
  /** A customer's id or any identity. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  customer?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  campaign?: string;

  @ApiPropertyOptional({ enum: ['sent', 'held', 'deferred'] })
  @IsOptional()
  @IsIn(['sent', 'held', 'deferred'])
  outcome?: string;

  /** `sent`, or the check that was not met. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  reason?: string;
}

export class CheckView {
  @ApiProperty() check!: string;
  @ApiProperty() passed!: boolean;
  @ApiProperty({ type: Object, additionalProperties: true }) detail!: Record<string, unknown>;
}

export class DeliveryEndView {
  @ApiProperty({ enum: ['sent', 'failed', 'held', 'indeterminate'] }) status!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class EndedByView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['sent', 'held', 'deferred'] }) outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ format: 'date-time' }) decidedAt!: string;
}

export class DecisionView implements DecisionEntry {
  @ApiProperty() id!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() campaign!: string;
  @ApiProperty() campaignVersion!: number;
  @ApiProperty() step!: string;
  @ApiPropertyOptional({ description: 'of a journey with several steps or a goal' }) enrolment?: string;
  @ApiPropertyOptional({ description: 'the step of the journey' }) node?: string;
  @ApiProperty({ enum: ['sent', 'held', 'deferred'] }) outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: [CheckView], description: 'in the order in which they were made' }) checks!: CheckView[];
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description:
      'the signal: id, kind, subject, from, to, because; for an order its touchpoint, and because is the order: id, amount, total (minor units), currency, refund',
  })
  cause!: Decision['cause'];
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) decidedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) dueAt!: string | null;
  @ApiProperty({ type: DeliveryEndView, nullable: true, description: 'how the message ended; null until it is known' })
  delivery!: DeliveryEndView | null;
  @ApiProperty({ type: String, nullable: true, description: 'id of the decision that deferred this one' })
  waitedFrom!: string | null;
  @ApiProperty({ type: EndedByView, nullable: true, description: 'how the wait ended; null while it lasts' })
  endedBy!: EndedByView | null;
  @ApiProperty({
    type: Object,
    nullable: true,
    additionalProperties: true,
    description: 'channel, subject and body of what was sent',
  })
  content!: { channel: string; subject: string; body: string } | null;
}

export class DecisionPage {
  @ApiProperty({ type: [DecisionView] }) items!: DecisionView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export function decisionView({ decision, delivery, waitedFrom, endedBy }: DecisionRow): DecisionView {
  const { effects, provenance, identity, leg: step, ...shown } = decision;
  const message = effects.find(({ kind }) => kind === 'message');
  return {
    ...shown,
    step,
    occurredAt: iso(decision.occurredAt),
    decidedAt: iso(decision.decidedAt),
    dueAt: iso(decision.dueAt),
    delivery: delivery && { ...delivery, at: iso(delivery.at) },
    waitedFrom,
    endedBy: endedBy && { ...endedBy, decidedAt: iso(endedBy.decidedAt) },
    content: message
      ? { channel: message.channel, subject: message.content.subject, body: message.content.body }
      : null,
  };
}
