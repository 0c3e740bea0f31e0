// The steps of a campaign, what was counted at each, and the messages that its steps send. Pure.
import type { paths } from '../../../api/schema';
import type { Content, Draft, Saved } from '../campaign';

export type JourneyStep = NonNullable<Draft['steps']>[number];
export type JourneyCounts =
  paths['/api/campaigns/{id}/steps']['get']['responses']['200']['content']['application/json'];

/** A way out of a step, by the name under which it is counted. */
export interface Way {
  way: string;
  next: string;
}

/** Returns the ways between which a step decides; none for a step that has one way at most. */
export function waysOf(step: JourneyStep): Way[] {
  const ways = 'ways' in step ? step.ways.map(({ next }, place) => ({ way: `way-${place + 1}`, next })) : [];
  if (step.kind === 'branch') return [...ways, { way: 'otherwise', next: step.otherwise }];
  if (step.kind === 'wait' && 'event' in step)
    return [
      { way: 'event', next: step.next },
      { way: 'timeout', next: step.otherwise },
    ];
  return ways;
}

export interface StepCounts {
  entered: number;
  waiting: number;
  /** By the way out. */
  left: Readonly<Record<string, number>>;
}

/** Returns the counts of each step by its name, over all versions of the campaign. */
export function countsByNode({ steps }: JourneyCounts): Map<string, StepCounts> {
  const counts = new Map<string, StepCounts>();
  for (const { node, entered, waiting, left } of steps) {
    const before = counts.get(node) ?? { entered: 0, waiting: 0, left: {} };
    const sum: Record<string, number> = { ...before.left };
    for (const [way, count] of Object.entries(left)) sum[way] = (sum[way] ?? 0) + count;
    counts.set(node, { entered: before.entered + entered, waiting: before.waiting + waiting, left: sum });
  }
  return counts;
}

/** Returns how many wait at each step, over all versions. */
export function waitingByNode(waiting: Saved['waiting']): { node: string; waiting: number }[] {
  const sums = new Map<string, number>();
  for (const one of waiting) sums.set(one.node, (sums.get(one.node) ?? 0) + one.waiting);
  return [...sums].map(([node, sum]) => ({ node, waiting: sum }));
}

/** How enrolments end, in the order in which they are shown. */
export const ENDS = ['met', 'otherwise', 'unmet', 'exit', 'stopped', 'too-many-waiting', 'lost'] as const;

/** Returns how many of a group's enrolments have not ended. */
export const underWay = (ends: Readonly<Record<string, number>>): number =>
  (ends.begun ?? 0) - ENDS.reduce((sum, end) => sum + (ends[end] ?? 0), 0);

/** A text of a campaign with steps, and the steps that send it. */
export interface StepMessage {
  /** Place among the steps; null for the text of the campaign, which steps without one send. */
  place: number | null;
  /** Numbers of the steps that send it, from 1. */
  steps: number[];
  content: Content;
}

/** Returns the texts that the steps send, in the order of the steps. */
export function messagesOf({ steps = [], content }: Pick<Draft, 'steps' | 'content'>): StepMessage[] {
  const messages: StepMessage[] = [];
  for (const [place, step] of steps.entries()) {
    if (step.kind !== 'send') continue;
    const shared = messages.find((one) => one.place === null);
    if (step.content) messages.push({ place, steps: [place + 1], content: step.content });
    else if (shared) shared.steps.push(place + 1);
    else messages.push({ place: null, steps: [place + 1], content });
  }
  return messages;
}

/** Returns the part of the draft that changes with a text; everything else of it stays. */
export function withMessage(
  { steps = [] }: Pick<Draft, 'steps'>,
  place: number | null,
  content: Content,
): Pick<Draft, 'content'> | Required<Pick<Draft, 'steps'>> {
  if (place === null) return { content };
  return { steps: steps.map((step, at) => (at === place && step.kind === 'send' ? { ...step, content } : step)) };
}
