// Sources of touchpoints and their keys. Write keys are stored as hashes, so that readers of the
// table cannot send.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WebhookSystem } from '../webhooks/domain/systems';

/**
 * `server` is trusted with money and identities; the key of a `public` source (browser, app) is
 * readable by every visitor.
 */
export type SourceKind = 'server' | 'public';

const milliseconds = {
  to: (value: number | null) => value,
  from: (text: string | null) => (text === null ? null : Number(text)),
};

@Entity('source')
export class Source {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: SourceKind;

  @Column('bigint', { name: 'created_at', transformer: milliseconds })
  createdAt!: number;

  @Column('bigint', { name: 'disabled_at', nullable: true, transformer: milliseconds })
  disabledAt!: number | null;

  /** Overrides the limit for sources of its kind; null: no override. */
  @Column('int', { name: 'events_per_second', nullable: true })
  eventsPerSecond!: number | null;

  /** The system whose webhooks this source takes; null for one that sends events by itself. */
  @Column('text', { nullable: true })
  webhook!: WebhookSystem | null;

  /** Of a webhook: whether orders count before they are paid. */
  @Column('boolean', { name: 'count_unpaid' })
  countUnpaid!: boolean;
}

@Entity('write_key')
export class WriteKey {
  @PrimaryColumn('text')
  hash!: string;

  @Column('text', { name: 'source_id' })
  sourceId!: string;

  /** Last characters of the key, by which people recognise it. */
  @Column('text')
  hint!: string;

  @Column('bigint', { name: 'created_at', transformer: milliseconds })
  createdAt!: number;

  @Column('bigint', { name: 'revoked_at', nullable: true, transformer: milliseconds })
  revokedAt!: number | null;
}

/**
 * A key that signs the user ids of a source (`context.signature`), or the secret with which the
 * system of a webhook signs its requests. It is sealed, since unlike a write key it must be read
 * again.
 */
@Entity('signing_key')
export class SigningKey {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'source_id' })
  sourceId!: string;

  @Column('text')
  sealed!: string;

  @Column('bigint', { name: 'created_at', transformer: milliseconds })
  createdAt!: number;
}
