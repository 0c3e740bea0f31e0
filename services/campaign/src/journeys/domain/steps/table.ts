// The closed table of step kinds: a kind without a handler does not compile. Pure.
import { branch } from './branch';
import { exit } from './exit';
import type { StepKind, StepOf } from './forms';
import { goal } from './goal';
import { send } from './send';
import { split } from './split';
import type { Arrival, Leg, StepHandler, StepResult } from './step';
import { wait } from './wait';

const STEPS: { readonly [K in StepKind]: StepHandler<K> } = { send, wait, branch, split, goal, exit };

export const take = <K extends StepKind>(step: StepOf<K>, leg: Leg, arrival: Arrival): StepResult =>
  (STEPS[step.kind] as StepHandler<K>)(step, leg, arrival);
