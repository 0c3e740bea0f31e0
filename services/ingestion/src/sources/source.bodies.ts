// Bodies of the sources API.
import { IsString, Length, IsIn, IsBoolean, ValidateIf, IsInt, Matches, Min, Max } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsVisible, MayBeAbsent } from '@segue/service';
import { WEBHOOK_SYSTEMS, type WebhookSystem } from '../webhooks/domain/systems';
import type { SourceKind } from './sources.entities';

export class NewSource {
  @IsString()
  @Length(1, 100)
  @IsVisible()
  name!: string;

  @IsIn(['server', 'public'])
  kind!: SourceKind;

  /** The system whose webhooks the source takes; absent for one that sends events by itself. */
  @MayBeAbsent()
  @IsIn(WEBHOOK_SYSTEMS)
  webhook?: WebhookSystem;

  /** Of a webhook: whether orders count before they are paid, such as cash on delivery. */
  @MayBeAbsent()
  @IsBoolean()
  countUnpaid?: boolean;
}

/** A secret as another system shows it: printable ASCII without blanks. */
const SECRET = /^[\x21-\x7e]{8,200}$/;

export class NewSigningKey {
  /** Of a webhook: the secret that its system shows; absent: Segue makes one. */
  @MayBeAbsent()
  @IsString()
  @Matches(SECRET, { message: 'secret must be 8 to 200 printable characters without blanks' })
  secret?: string;
}

export class SourceChange {
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  @IsVisible()
  name?: string;

  @MayBeAbsent()
  @IsBoolean()
  disabled?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  countUnpaid?: boolean;

  @ApiProperty({
    type: Number,
    required: false,
    nullable: true,
    description: 'null: the limit for sources of its kind',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(1)
  @Max(100_000)
  eventsPerSecond?: number | null;
}
