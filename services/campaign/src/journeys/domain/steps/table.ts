// The closed table of step kinds: a kind without a handler does not compile. Pure.
import type { JourneyStep, StepKind } from '../journey';
import { exit } from './exit';
import { send } from './send';
import type { Leg, StepHandler, StepResult } from './step';

const STEPS: { readonly [K in StepKind]: StepHandler<K> } = { send, exit };

export const take = <K extends StepKind>(step: Extract<JourneyStep, { kind: K }>, leg: Leg): StepResult =>
  (STEPS[step.kind] as StepHandler<K>)(step, leg);
