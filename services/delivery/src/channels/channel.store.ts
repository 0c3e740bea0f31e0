// Table of channels. Secrets in it are sealed.
import { Sealing, Unsealable } from '@segue/service';
import type { DataSource, Repository } from 'typeorm';
import { ChannelEntity, SETTINGS_VERSION } from './channel.entity';
import { type Channel, type Former, readFormer } from './domain/channel-settings';

/**
 * A channel as it is stored. One with a fault cannot be used; its settings and secrets may be
 * incomplete.
 */
export interface StoredChannel {
  id: string;
  kind: Channel['kind'];
  settings: Former['settings'];
  secrets: Former['secrets'];
  fault: string | null;
  /** Changes with every edit. */
  revision: string;
}

const OTHER_KEY =
  'its secrets were sealed with another SEGUE_SECRET_KEY: give that one as SEGUE_SECRET_KEY_OLD, or set them again';

export class ChannelStore {
  constructor(
    private readonly management: DataSource,
    private readonly sealing: Sealing,
  ) {}

  async find(id: string): Promise<StoredChannel | null> {
    const row = await this.rows.findOneBy({ id });
    return row && this.stored(row);
  }

  async list(): Promise<StoredChannel[]> {
    return (await this.rows.find({ order: { id: 'asc' } })).map((row) => this.stored(row));
  }

  async save(id: string, { kind, settings, secrets }: Channel): Promise<void> {
    await this.rows.save(this.row(id, kind, { settings: { ...settings }, secrets: { ...secrets }, fault: null }));
  }

  async remove(id: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ id });
    return (affected ?? 0) > 0;
  }

  /**
   * Converts rows of version 1, and seals secrets of an older key with the current one. When
   * several processes start at once, each row is changed by one of them.
   */
  async upgrade(): Promise<void> {
    for (const row of await this.rows.find()) {
      const { id, kind, settings, sealed, version } = row;
      if (version < SETTINGS_VERSION) {
        await this.rows.update({ id, version, settings }, this.row(id, kind, formerOf(kind, settings)));
      } else if (sealed !== null && !this.sealing.isCurrent(sealed, placeOf(id))) {
        const { fault, secrets } = this.stored(row);
        if (fault === null) await this.rows.update({ id, sealed }, { sealed: this.seal(id, secrets) });
      }
    }
  }

  private get rows(): Repository<ChannelEntity> {
    return this.management.getRepository(ChannelEntity);
  }

  private row(id: string, kind: Channel['kind'], { settings, secrets, fault }: Former): ChannelEntity {
    const sealed = this.seal(id, secrets);
    return { id, kind, settings: JSON.stringify(settings), sealed, fault, version: SETTINGS_VERSION };
  }

  private seal(id: string, secrets: Former['secrets']): string | null {
    const hasAny = Object.values(secrets).some((secret) => secret !== null && secret !== '');
    return hasAny ? this.sealing.seal(JSON.stringify(secrets), placeOf(id)) : null;
  }

  private stored({ id, kind, settings, sealed, fault }: ChannelEntity): StoredChannel {
    const revision = `${settings} ${sealed ?? ''} ${fault ?? ''}`;
    const known = { id, kind, settings: JSON.parse(settings) as Former['settings'], revision };
    try {
      const secrets = sealed === null ? {} : (JSON.parse(this.sealing.open(sealed, placeOf(id))) as Former['secrets']);
      return { ...known, secrets, fault };
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error;
      return { ...known, secrets: {}, fault: fault ?? OTHER_KEY };
    }
  }
}

/** Binds a secret to its channel: copied to another channel's row it cannot be opened. */
const placeOf = (id: string) => `channel/${id}`;

/**
 * Reads settings of version 1. Text that is not JSON was not written by this service; the channel
 * must be configured again.
 */
function formerOf(kind: Channel['kind'], settings: string): Former {
  try {
    return readFormer(kind, settings);
  } catch {
    return { settings: {}, secrets: {}, fault: 'its settings cannot be read: set them again' };
  }
}
