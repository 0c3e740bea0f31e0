// The configured channels, opened when first needed and again when their settings change.
import type { Action } from '@segue/contracts';
import type { Clock } from '@segue/service';
import type { DataSource } from 'typeorm';
import type { Channel } from './channel';
import { ChannelEntity } from './channel.entity';
import { type EmailSettings, emailChannel } from './email.channel';
import type { LookupPolicy } from './private-addresses';
import { type WebhookSettings, webhookChannel } from './webhook.channel';

export const EMAIL_CHANNEL = 'email';

interface Opened {
  settings: string;
  channel: Channel;
}

export class Channels {
  private readonly opened = new Map<string, Opened>();

  constructor(
    private readonly management: DataSource,
    private readonly policy: LookupPolicy,
    private readonly clock: Clock,
  ) {}

  /** Null when it is not configured. */
  async for(action: Pick<Action, 'channel' | 'to'>): Promise<Channel | null> {
    const id = action.channel === 'webhook' ? action.to : EMAIL_CHANNEL;
    const found = await this.management.getRepository(ChannelEntity).findOneBy({ id });
    if (!found) return null;
    const known = this.opened.get(id);
    if (known?.settings === found.settings) return known.channel;
    void known?.channel.close();
    const channel = this.open(found);
    this.opened.set(id, { settings: found.settings, channel });
    return channel;
  }

  list(): Promise<ChannelEntity[]> {
    return this.management.getRepository(ChannelEntity).find({ order: { id: 'asc' } });
  }

  async save(channel: ChannelEntity): Promise<void> {
    await this.management.getRepository(ChannelEntity).save(channel);
  }

  async remove(id: string): Promise<boolean> {
    const { affected } = await this.management.getRepository(ChannelEntity).delete({ id });
    return (affected ?? 0) > 0;
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map(({ channel }) => channel.close()));
  }

  private open({ kind, settings }: ChannelEntity): Channel {
    const parsed: unknown = JSON.parse(settings);
    return kind === 'webhook'
      ? webhookChannel(parsed as WebhookSettings, this.policy, () => this.clock.now())
      : emailChannel(parsed as EmailSettings);
  }
}
