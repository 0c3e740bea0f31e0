import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A provider that messages leave by. Settings hold secrets: they are never answered back. */
@Entity('channel')
export class ChannelEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  kind!: 'webhook' | 'email';

  @Column('text')
  settings!: string;
}
