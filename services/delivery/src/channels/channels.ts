// The configured channels, opened when first needed and again when their settings change.
import type { Log } from '@segue/bus';
import type { Action } from '@segue/contracts';
import type { Clock, UnsubscribeLinks } from '@segue/service';
import type { Channel } from './channel';
import type { ChannelStore, StoredChannel } from './channel.store';
import type { Channel as ChannelSettings } from './domain/channel-settings';
import { targetOf } from './domain/kinds';
import { emailChannel } from './email.channel';
import type { TargetGuard } from './private-addresses';
import { webhookChannel } from './webhook.channel';

interface Opened {
  revision: string;
  channel: Channel;
}

export class Channels {
  private readonly opened = new Map<string, Opened>();

  constructor(
    private readonly store: ChannelStore,
    private readonly guard: TargetGuard,
    private readonly links: UnsubscribeLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Converts stored settings to their current form and logs channels that cannot be used. */
  async prepare(): Promise<void> {
    await this.store.upgrade();
    for (const { id, kind, fault } of await this.store.list()) {
      if (fault !== null) this.log('warn', 'a channel cannot be used', { channel: id, reason: fault });
      if (kind === 'email' && !this.links.areMade)
        this.log('warn', 'marketing e-mails have no unsubscribe link: SEGUE_PUBLIC_URL is not set');
    }
  }

  /** Returns the channel of an action; null when it is not configured. */
  async for(action: Pick<Action, 'channel' | 'to'>): Promise<Channel | null> {
    const id = targetOf(action);
    const found = await this.store.find(id);
    if (!found) return null;
    const known = this.opened.get(id);
    if (known?.revision === found.revision) return known.channel;
    void known?.channel.close();
    const channel = found.fault === null ? this.open(found) : unusable(found.fault);
    this.opened.set(id, { revision: found.revision, channel });
    return channel;
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map(({ channel }) => channel.close()));
  }

  private open(stored: StoredChannel): Channel {
    // Settings without a fault are complete: they were checked before they were stored.
    const channel = stored as unknown as ChannelSettings;
    return channel.kind === 'webhook'
      ? webhookChannel(channel.settings, channel.secrets, this.guard, () => this.clock.now())
      : emailChannel(channel.settings, channel.secrets, this.guard, this.links);
  }
}

/** Returns a channel that makes its messages wait until it is configured again. */
const unusable = (fault: string): Channel => ({
  send: () => Promise.resolve({ kind: 'retry', reason: `the channel cannot be used: ${fault}`, mayHaveArrived: false }),
  close: () => Promise.resolve(),
});
