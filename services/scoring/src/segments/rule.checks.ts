// Faults of rules and refused edits as problems of HTTP.
import { type Fault, type Rule, validate } from '@segue/rules';
import { Problem } from '@segue/service';
import { EditedMeanwhile, SegmentCircle, SegmentInUse, TooManySegments, UnknownNames } from '../rulebook/edit.faults';

export function checkedRule(json: unknown): Rule {
  const faults = validate(json);
  if (faults.length > 0) throw badRule(faults);
  return json as Rule;
}

const badRule = (faults: readonly Fault[]) =>
  Problem.invalid(
    ...faults.map(({ path, message }) => ({ path: path ? `rule.${path}` : 'rule', code: 'rule', message })),
  );

export function refuse(error: unknown): never {
  if (error instanceof UnknownNames) throw badRule(error.faults);
  if (error instanceof EditedMeanwhile) throw Problem.conflict('version', 'changed by someone else; reload and retry');
  if (error instanceof SegmentInUse) throw inUse(error.by);
  if (error instanceof TooManySegments) throw Problem.conflict('too_many', error.message);
  if (!(error instanceof SegmentCircle)) throw error;
  throw Problem.invalid({
    path: 'rule',
    code: 'circle',
    message: `segments must not refer in a circle: ${error.message}`,
  });
}

const inUse = (by: readonly string[]) =>
  Problem.conflict('segment_in_use', `${by.join(', ')} refers to it: change that first`);
