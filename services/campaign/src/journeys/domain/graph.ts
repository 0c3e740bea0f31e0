// What is wrong with the steps of a journey: names, ways without an end, steps that no customer can
// reach. Pure.
import { Invalid } from '@segue/contracts';
import { type JourneyStep, type NodeId, exitsOf } from './steps/forms';

/** Returns the first fault, with its path; null where every way ends and no step is lost. */
export function stepsFault(steps: readonly JourneyStep[] = []): Invalid | null {
  return nameFault(steps) ?? nextFault(steps) ?? circleFault(steps) ?? reachFault(steps);
}

const fault = (code: string, place: number, path: string, message: string): Invalid =>
  new Invalid(code, `steps.${place}.${path}`, message);

function nameFault(steps: readonly JourneyStep[]): Invalid | null {
  const names = steps.map(({ node }) => node);
  const twice = names.findIndex((name, place) => names.indexOf(name) < place);
  return twice < 0 ? null : fault('step_twice', twice, 'node', `another step is already called ${names[twice]}`);
}

function nextFault(steps: readonly JourneyStep[]): Invalid | null {
  const names = new Set(steps.map(({ node }) => node));
  for (const [place, step] of steps.entries()) {
    const missing = exitsOf(step).find(({ to }) => !names.has(to));
    if (missing) return fault('step_unknown', place, missing.path, `there is no step ${missing.to}`);
  }
  return null;
}

/** Since no way leads back, and only `exit` and `goal` lead nowhere, every way ends in one. */
function circleFault(steps: readonly JourneyStep[]): Invalid | null {
  const places = new Map(steps.map(({ node }, place) => [node, place]));
  const done = new Set<NodeId>();
  const onTheWay = new Set<NodeId>();
  const visit = (place: number): Invalid | null => {
    const step = steps[place] as JourneyStep;
    if (done.has(step.node)) return null;
    onTheWay.add(step.node);
    for (const { path, to } of exitsOf(step)) {
      if (onTheWay.has(to)) return fault('step_circle', place, path, `leads back to ${to}: a journey has no circles`);
      const inner = visit(places.get(to) as number);
      if (inner) return inner;
    }
    onTheWay.delete(step.node);
    done.add(step.node);
    return null;
  };
  for (const place of steps.keys()) {
    const found = visit(place);
    if (found) return found;
  }
  return null;
}

function reachFault(steps: readonly JourneyStep[]): Invalid | null {
  const byNode = new Map(steps.map((step) => [step.node, step]));
  const reached = new Set(steps.slice(0, 1).map(({ node }) => node));
  for (const node of reached) for (const { to } of exitsOf(byNode.get(node) as JourneyStep)) reached.add(to);
  const lost = steps.findIndex(({ node }) => !reached.has(node));
  return lost < 0 ? null : fault('step_unreachable', lost, 'node', 'no way leads here from the first step');
}
