// Why an edit of the rulebook is refused.
import type { Fault } from '@segue/rules';

/** Segments that refer to each other in a circle: none of them could ever be judged. */
export class SegmentCircle extends Error {
  constructor(readonly circle: readonly string[]) {
    super(circle.join(' → '));
  }
}

/** Thrown when there would be too many segments, or too many conditions in all of them. */
export class TooManySegments extends Error {}

/** Thrown for a rule with unknown names. */
export class UnknownNames extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ path, message }) => `${path} ${message}`).join('; '));
  }
}

/** Thrown when the edited version is not the newest any more. */
export class EditedMeanwhile extends Error {}

/**
 * Thrown when other segments refer to a segment that is to be deleted.
 */
export class SegmentInUse extends Error {
  /** @param by what names it, such as `the segment vip`. */
  constructor(readonly by: readonly string[]) {
    super(by.join(', '));
  }
}
