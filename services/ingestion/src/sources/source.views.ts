// Answers about sources and their keys. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';
import { WEBHOOK_SYSTEMS, type WebhookSystem } from '../webhooks/domain/systems';
import type { SigningKey, Source, SourceKind, WriteKey } from './sources.entities';

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
  @ApiProperty({
    type: [SigningKeyView],
    description: 'sign user ids (`context.signature`), or are the secrets of a webhook',
  })
  signingKeys!: SigningKeyView[];
  @ApiProperty({ type: Number, nullable: true, description: 'its own limit; null for that of its kind' })
  eventsPerSecond!: number | null;
  @ApiProperty({
    type: String,
    enum: [...WEBHOOK_SYSTEMS, null],
    nullable: true,
    description: 'the system whose webhooks it takes',
  })
  webhook!: WebhookSystem | null;
  @ApiProperty({ type: String, nullable: true, description: 'the address to which that system sends' })
  address!: string | null;
  @ApiProperty({ description: 'of a webhook: whether orders count before they are paid' }) countUnpaid!: boolean;
}

export class SourceWithKeyView extends SourceView {
  @ApiProperty({ type: String, nullable: true, description: 'shown here and never again; null for signed webhooks' })
  writeKey!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'of a webhook whose secret Segue makes: shown here and never again',
  })
  signingKey!: string | null;
}

export class SourceWithSigningKeyView extends SourceView {
  @ApiProperty({ type: String, nullable: true, description: 'shown here and never again; null where it was sent' })
  signingKey!: string | null;
}

export class SourcePage {
  @ApiProperty({ type: [SourceView] }) items!: SourceView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

/** A key's id is the start of its hash. */
export const KEY_ID_LENGTH = 16;

export function viewOf(
  { id, name, kind, createdAt, disabledAt, eventsPerSecond, webhook, countUnpaid }: Source,
  keys: readonly WriteKey[],
  signingKeys: readonly SigningKey[],
  /** Base URL of ingestion. */
  url: string,
): SourceView {
  const own = keys.filter((key) => key.sourceId === id);
  return {
    id,
    name,
    kind,
    createdAt: new Date(createdAt).toISOString(),
    disabled: disabledAt !== null,
    keys: own.map(({ hash, hint, createdAt, revokedAt }) => ({
      id: hash.slice(0, KEY_ID_LENGTH),
      hint,
      createdAt: new Date(createdAt).toISOString(),
      revoked: revokedAt !== null,
    })),
    signingKeys: signingKeys
      .filter((key) => key.sourceId === id)
      .map((key) => ({ id: key.id, createdAt: new Date(key.createdAt).toISOString() })),
    eventsPerSecond,
    webhook,
    address: webhook === null ? null : `${url.replace(/\/$/, '')}/v1/webhooks/${id}`,
    countUnpaid,
  };
}
