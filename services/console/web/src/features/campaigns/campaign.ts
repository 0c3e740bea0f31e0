// A campaign as the console edits it, and what is missing before it can be saved. Pure.
import type { paths } from '../../api/schema';
import { idFrom } from '../id-for';

export type Draft = paths['/api/campaigns/{id}']['put']['requestBody']['content']['application/json'];
export type Campaign = paths['/api/campaigns/{id}']['get']['responses']['200']['content']['application/json'];
/** A campaign as it was saved, with those who wait at its steps. */
export type Saved = paths['/api/campaigns/{id}']['put']['responses']['200']['content']['application/json'];
export type Trigger = Draft['trigger'];
export type State = Campaign['state'];
export type Content = Draft['content'];
export type Wording = Pick<Content, 'subject' | 'body'>;

export const STATES: readonly State[] = ['draft', 'running', 'paused', 'ended'];
export const CHANNELS = ['email', 'webhook'] as const satisfies readonly Draft['channel'][];
export const ORIGINS = ['live', 'import', 'replay', 'backfill'] as const;
export const ORDER_CHANGES = ['placed', 'changed', 'refunded', 'cancelled'] as const;
export const TIERS = {
  value: ['MVC', 'MGC', 'standard', 'BZ'],
  rfm: [
    ...['Champions', 'Loyal', 'Potential Loyalists', 'New', 'Promising'],
    ...['Need Attention', 'Cannot Lose', 'At Risk', 'About to Sleep', 'Lost'],
  ],
} as const;

/** Where a new campaign starts: nothing leaves until a person releases it. */
export const newDraft = (segment: string): Draft => ({
  name: '',
  trigger: { on: 'entered', segment },
  ...{ class: 'marketing', channel: 'email', delivery: 'outbox' },
  content: { subject: '', body: '' },
  ...{ control: 0.1, againAfterDays: null, accepts: ['live'] },
});

/** Returns the part of a stored campaign that is edited. */
export function draftOf({
  id: _id,
  version: _version,
  state: _state,
  pausedBecause: _because,
  ...draft
}: Campaign): Draft {
  return draft;
}

/** Returns the wording of a variant; of the default for an empty name. */
export const wordingOf = ({ subject, body, variants = {} }: Content, variant: string): Wording =>
  variants[variant] ?? { subject, body };

export function withWording(content: Content, variant: string, wording: Wording): Content {
  if (variant === '') return { ...content, ...wording };
  return { ...content, variants: { ...content.variants, [variant]: wording } };
}

export function withoutVariant({ variants = {}, ...content }: Content, variant: string): Content {
  const { [variant]: _, ...others } = variants;
  return Object.keys(others).length === 0 ? content : { ...content, variants: others };
}

/** What a question of the editor is given. */
export interface QuestionProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

export type Gap = 'name' | 'segment' | 'event' | 'webhook' | 'body';

/** Returns what is missing before the draft can be saved, in the order of the questions. */
export function gapsIn({ name, trigger, channel, webhook = '', content, steps = [] }: Draft): Gap[] {
  const own = steps.flatMap((step) => (step.kind === 'send' && step.content ? [step.content] : []));
  return [
    ...(name.trim() === '' ? ['name' as const] : []),
    ...('segment' in trigger && trigger.segment === '' ? ['segment' as const] : []),
    ...(trigger.on === 'touchpoint' && trigger.event.trim() === '' ? ['event' as const] : []),
    ...(channel === 'webhook' && webhook === '' ? ['webhook' as const] : []),
    ...([content, ...own].some(hasEmptyBody) ? ['body' as const] : []),
  ];
}

const hasEmptyBody = ({ body, variants = {} }: Content): boolean =>
  [body, ...Object.values(variants).map((one) => one.body)].some((text) => text.trim() === '');

/** Ids that are addresses of pages. */
const RESERVED = ['new', 'presets', 'stop-all'];

/** Returns an id that no other campaign has. */
export const idFor = (name: string, taken: readonly string[]): string =>
  idFrom(name, 'campaign', [...RESERVED, ...taken]);
