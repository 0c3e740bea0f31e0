// Answers about sources and their keys. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';
import type { SourceKind } from './sources.entities';

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
