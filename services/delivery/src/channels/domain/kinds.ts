// What sets the kinds of channels apart. Pure.
import { type Action, type ChannelKind, OUTBOX } from '@segue/contracts';

export interface KindOfChannel {
  /**
   * Whether there may be several channels of this kind, so that a message names one; else the
   * channel's id is its kind.
   */
  isNamed: boolean;
  /**
   * Whether the receiver gets an idempotency key. Then an attempt that a crash cut off is repeated;
   * without one it ends as indeterminate.
   */
  isIdempotent: boolean;
}

export const KINDS: Record<ChannelKind, KindOfChannel> = {
  webhook: { isNamed: true, isIdempotent: true },
  email: { isNamed: false, isIdempotent: false },
};

/** Returns the id of the channel that takes a message: each is a target of its own. */
export const targetOf = ({ channel, to }: Pick<Action, 'channel' | 'to'>): string =>
  channel !== OUTBOX && KINDS[channel].isNamed ? to : channel;
