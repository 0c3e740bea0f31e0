import type { ChannelKind } from '@segue/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Version of the rows written now. Version 1 held settings and secrets together, in clear text. */
export const SETTINGS_VERSION = 2;

/** A provider through which messages are sent. */
@Entity('channel')
export class ChannelEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  kind!: ChannelKind;

  /** JSON, without secrets. */
  @Column('text')
  settings!: string;

  /** JSON of the secrets, sealed for this channel's id; null if there are none. */
  @Column('text', { nullable: true })
  sealed!: string | null;

  /** Why settings of version 1 cannot be used; null if they can. */
  @Column('text', { nullable: true })
  fault!: string | null;

  @Column('integer')
  version!: number;
}
