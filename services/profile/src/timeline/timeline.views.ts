// How touchpoints look from outside: times as ISO 8601.
import type { Identity, NumberedTouchpoint, TimelineEntry } from '@segue/contracts';
import { iso } from '@segue/service';
import { ApiProperty } from '@nestjs/swagger';

export class TimelineEntryView implements TimelineEntry {
  @ApiProperty({ type: String, description: 'kind:value' }) identity!: Identity;
  @ApiProperty() source!: string;
  @ApiProperty() id!: string;
  @ApiProperty() type!: string;
  @ApiProperty() event!: string;
  @ApiProperty({ type: Object, additionalProperties: true }) properties!: Record<string, unknown>;
  @ApiProperty({ type: Object, additionalProperties: true }) context!: Record<string, unknown>;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty() origin!: string;
}

export function timelineEntryView(touchpoint: NumberedTouchpoint): TimelineEntryView {
  const { identity, source, id, type, event, properties, context, occurredAt, recordedAt, origin } = touchpoint;
  return {
    identity,
    source,
    id,
    type,
    event,
    properties,
    context,
    occurredAt: iso(occurredAt),
    recordedAt: iso(recordedAt),
    origin,
  };
}
