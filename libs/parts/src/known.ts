// Whether a person is known. Public sources cannot change addresses, names and other protected
// traits of a known person, nor grant consent. Pure.
import { type Touchpoint, isKnownPerson } from '@segue/contracts';
import type { Part } from './part-state';

/**
 * True once a server source has sent a touchpoint of a person. Parts stored by an older version
 * lack the field: they count as known if they hold any touchpoint, which is the safe choice.
 */
export const isKnown = (part: Pick<Part, 'known' | 'touchpoints'>): boolean => part.known ?? part.touchpoints > 0;

export const makesKnown = ({ trust, identity }: Pick<Touchpoint, 'trust' | 'identity'>): boolean =>
  trust === 'server' && isKnownPerson(identity);
