// What is wrong with a campaign beyond its form: steps, content, tiers.
import { Invalid } from '@segue/contracts';
import { marksFault } from '../content/domain/content';
import type { Content } from '../content/domain/variant';
import type { Renderer } from '../content/renderer';
import type { CampaignDraft } from './domain/campaign';
import { goalFault } from './domain/goal';
import { stepsFault } from './domain/graph';
import type { Condition } from './domain/steps/forms';
import { exceptionsOf, segmentsOf } from './domain/trigger';
import { tierFault, tiersFault } from './domain/trigger-faults';

/** Returns the first fault, with its path. Segments are checked apart (`segmentsNamed`). */
export async function faultIn(draft: CampaignDraft, renderer: Pick<Renderer, 'check'>): Promise<Invalid | null> {
  return (
    stepsFault(draft.steps) ??
    goalFault(draft.goal, draft.trigger) ??
    (await contentFault(draft, renderer)) ??
    tierFault(draft.trigger) ??
    branchFault(draft)
  );
}

async function contentFault(draft: CampaignDraft, renderer: Pick<Renderer, 'check'>): Promise<Invalid | null> {
  for (const { content, path } of contentsOf(draft)) {
    const fault = marksFault(content) ?? (await renderer.check(content));
    if (fault) return new Invalid(fault.code, `${path}${fault.path}`, fault.message);
  }
  return null;
}

/** The contents of a campaign, each with what comes before its path. */
function contentsOf({ content, steps = [] }: CampaignDraft): { content: Content; path: string }[] {
  const own = steps.flatMap((step, place) =>
    step.kind === 'send' && step.content ? [{ content: step.content, path: `steps.${place}.` }] : [],
  );
  return [{ content, path: '' }, ...own];
}

function branchFault(draft: CampaignDraft): Invalid | null {
  for (const { condition, path } of conditionsIn(draft)) {
    if (!('scheme' in condition)) continue;
    const { scheme, tier } = condition;
    const fault = tiersFault(scheme, `${path}.scheme`, [{ tier, path: `${path}.tier` }]);
    if (fault) return fault;
  }
  return null;
}

/** Returns the segments that a campaign names, with the path of each. */
export function segmentsNamed(draft: CampaignDraft): { segment: string; path: string }[] {
  const { trigger } = draft;
  return [
    ...segmentsOf(trigger).map((segment, place) => ({
      segment,
      path: 'segment' in trigger ? 'trigger.segment' : `trigger.segments.${place}`,
    })),
    ...exceptionsOf(trigger).map((segment, place) => ({ segment, path: `trigger.except.${place}` })),
    ...conditionsIn(draft).flatMap(({ condition, path }) =>
      'segment' in condition ? [{ segment: condition.segment, path: `${path}.segment` }] : [],
    ),
  ];
}

function conditionsIn({ steps = [] }: CampaignDraft): { condition: Condition; path: string }[] {
  return steps.flatMap((step, place) =>
    step.kind === 'branch'
      ? step.ways.map((way, at) => ({ condition: way.if, path: `steps.${place}.ways.${at}.if` }))
      : [],
  );
}
