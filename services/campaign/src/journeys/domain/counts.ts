// Counts of a journey: how many entered each step, wait there and left it by which way, and how
// enrolments ended, by group. Added up with the record of each batch, never counted anew. Pure.
import type { Group } from './enrolment';
import type { JourneyRecord } from './record';

/** By how much a count grows. The node is empty for counts of whole enrolments. */
export interface Count {
  journey: string;
  version: number;
  node: string;
  way: string;
  count: number;
}

export const ENTERED = 'entered';
const BEGUN = 'begun';
const wayOf = (group: Group, what: string) => `${group}/${what}`;
/** The way out of a step is its own or what ended the enrolment there. */
const outBy = (way: string) => `out/${way}`;

/** Returns how the counts grow, in the order of their keys: in this order their rows are locked. */
export function countsIn({ begun, passed, ended }: JourneyRecord): Count[] {
  const counts = new Map<string, Count>();
  const add = (journey: string, version: number, node: string, way: string) => {
    const key = JSON.stringify([journey, version, node, way]);
    counts.set(key, { journey, version, node, way, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  for (const one of begun) add(one.journey, one.version, '', wayOf(one.group, BEGUN));
  for (const one of ended) add(one.journey, one.version, '', wayOf(one.group, one.by));
  for (const one of passed) {
    if (one.isNew) add(one.journey, one.version, one.node, ENTERED);
    if (one.way !== null) add(one.journey, one.version, one.node, outBy(one.way));
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

export interface StepCounts {
  version: number;
  node: string;
  entered: number;
  waiting: number;
  /** By the way out. */
  left: Record<string, number>;
}

export interface JourneyCounts {
  steps: StepCounts[];
  /** By group: how many began, and how they ended. */
  enrolments: Record<Group, Record<string, number>>;
}

/** Adds counts of one journey up, by version and step, and of enrolments over all versions. */
export function summed(counts: readonly Omit<Count, 'journey'>[]): JourneyCounts {
  const enrolments: JourneyCounts['enrolments'] = { treated: {}, control: {} };
  const steps = new Map<string, StepCounts>();
  for (const { version, node, way, count } of counts) {
    const slash = way.indexOf('/');
    const [prefix, name] = [way.slice(0, Math.max(0, slash)), way.slice(slash + 1)];
    if (node === '') {
      const group = enrolments[prefix as Group];
      group[name] = (group[name] ?? 0) + count;
      continue;
    }
    const key = `${version} ${node}`;
    const step = steps.get(key) ?? { version, node, entered: 0, waiting: 0, left: {} };
    steps.set(key, step);
    step.waiting += way === ENTERED ? count : -count;
    if (way === ENTERED) step.entered += count;
    else step.left[name] = (step.left[name] ?? 0) + count;
  }
  return { steps: [...steps.values()], enrolments };
}
