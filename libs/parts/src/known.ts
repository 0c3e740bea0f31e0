// Whether a person is known. For a known person public sources cannot change addresses, names and
// other protected traits, nor grant consent. Pure.
import { type Touchpoint, isKnownPerson } from '@segue/contracts';
import type { Part } from './part';

/**
 * True once a server source sent a touchpoint of a person. Parts that an older version stored have
 * no such field: they count as known if they hold any touchpoint, which is the safe side.
 */
export const isKnown = (part: Pick<Part, 'known' | 'touchpoints'>): boolean => part.known ?? part.touchpoints > 0;

export const makesKnown = ({ trust, identity }: Pick<Touchpoint, 'trust' | 'identity'>): boolean =>
  trust === 'server' && isKnownPerson(identity);
