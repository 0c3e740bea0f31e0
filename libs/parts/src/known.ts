// Whether a person is known: from then on public sources cannot decide who she is. Pure.
import { type Touchpoint, isKnownPerson } from '@segue/contracts';
import type { Part } from './part';

/** A part that was stored before this was kept counts as known if it holds anything: that is the safe side. */
export const isKnown = (part: Pick<Part, 'known' | 'touchpoints'>): boolean => part.known ?? part.touchpoints > 0;

export const makesKnown = ({ trust, identity }: Pick<Touchpoint, 'trust' | 'identity'>): boolean =>
  trust === 'server' && isKnownPerson(identity);
