// The closed table of step kinds: a kind without a handler does not compile. Pure.
import type { JourneyStep, StepKind } from '../journey';
import { exit } from './exit';
import { send } from './send';
import type { StepHandler, StepResult, Visit } from './step';

const STEPS: { readonly [K in StepKind]: StepHandler<K> } = { send, exit };

export const take = <K extends StepKind>(step: Extract<JourneyStep, { kind: K }>, visit: Visit): StepResult =>
  (STEPS[step.kind] as StepHandler<K>)(step, visit);
