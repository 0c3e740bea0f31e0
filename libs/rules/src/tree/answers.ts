// Whether a tree holds at an instant. Answers of leaves are kept, since rules share leaves.
import type { View } from '../judges/view';
import type { Node } from './node';

/**
 * Answers of leaves at one instant, by leaf index; kept from one judgement to the next, since
 * clearing a thousand would cost more than judging ten.
 */
export class Answers {
  /** Twice the round in which a leaf was answered, and one more if it held. */
  private readonly answers: Float64Array;
  private round = 1;

  constructor(leaves: number) {
    this.answers = new Float64Array(leaves);
  }

  /** Forgets all answers, for another instant or another customer. */
  forget(): this {
    this.round++;
    return this;
  }

  of(index: number): boolean | undefined {
    const answer = (this.answers[index] as number) - 2 * this.round;
    return answer < 0 ? undefined : answer === 1;
  }

  learn(index: number, holds: boolean): void {
    this.answers[index] = 2 * this.round + (holds ? 1 : 0);
  }
}

/**
 * Whether the condition holds at `at`; `answers` are those of the leaves at that instant and are
 * filled on the way.
 */
export function holdsAt(node: Node, view: View, at: number, answers: Answers): boolean {
  switch (node.kind) {
    case 'leaf': {
      const known = answers.of(node.index);
      if (known !== undefined) return known;
      const holds = node.judge.holds(view, at);
      answers.learn(node.index, holds);
      return holds;
    }
    case 'not':
      return !holdsAt(node.of, view, at, answers);
    case 'segment':
      return holdsAt(node.of, view, at, answers);
    case 'count':
      return enoughHold(node.of, node.atLeast, view, at, answers);
  }
}

function enoughHold(nodes: readonly Node[], atLeast: number, view: View, at: number, answers: Answers): boolean {
  let missing = atLeast;
  let left = nodes.length;
  for (const node of nodes) {
    if (missing <= 0 || left < missing) break;
    if (holdsAt(node, view, at, answers)) missing--;
    left--;
  }
  return missing <= 0;
}
