// Transitions in the API: times as ISO 8601.
import type { Cause, TransitionEntry } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { iso } from '@segue/service';
import type { TransitionRow } from './transition.reader';

export class TransitionView implements TransitionEntry {
  @ApiProperty({ description: 'as it was called then: that id may have ended in another since' }) customer!: string;
  @ApiProperty({ description: 'counts per `customer`' }) number!: number;
  @ApiProperty() kind!: string;
  @ApiProperty() subject!: string;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
  @ApiProperty({
    description:
      'of a segment and of a value tier: the comparisons that decide, with their values; of an RFM name: the scores; of a touchpoint: its properties',
    oneOf: [
      { type: 'array', items: { type: 'object', additionalProperties: true } },
      { type: 'object', additionalProperties: true, nullable: true },
    ],
  })
  because!: unknown;
  @ApiProperty({ type: Object, nullable: true, additionalProperties: true, description: 'kind, id, depth' })
  cause!: Cause | null;
  @ApiProperty() origin!: string;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
}

export class TransitionPage {
  @ApiProperty({ type: [TransitionView] }) items!: TransitionView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export function transitionView({ customer, transition }: TransitionRow): TransitionView {
  const { number, kind, subject, from, to, because, cause, origin, occurredAt, recordedAt } = transition;
  return {
    customer,
    number,
    kind,
    subject,
    from,
    to,
    because,
    cause,
    origin,
    occurredAt: iso(occurredAt),
    recordedAt: iso(recordedAt),
  };
}
