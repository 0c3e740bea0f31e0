// The id of a new segment, from its name. Pure.
import { idFrom } from '../id-for';

/** Ids that are addresses of pages. */
const RESERVED = ['new', 'list', 'preview'];

/** Returns an id that no other segment has. A name without Latin letters gives “segment”. */
export const idFor = (name: string, taken: readonly string[]): string =>
  idFrom(name, 'segment', [...RESERVED, ...taken]);
