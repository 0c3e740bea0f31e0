// Ids that people choose: of segments, campaigns and channels.
import { Invalid } from './check';

/** Lower case letters, digits and dashes, at most 64. */
export const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Returns what is wrong with an id that a person chose; null if it is a valid one. */
export function slugFault(id: string): Invalid | null {
  return SLUG.test(id) ? null : new Invalid('id', 'id', 'lower case letters, digits and dashes, at most 64');
}
