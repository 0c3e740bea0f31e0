// Step `exit`: ends the enrolment. Pure.
import type { StepHandler } from './step';

export const exit: StepHandler<'exit'> = () => ({ move: { to: 'end', way: 'exit' }, draft: null });
