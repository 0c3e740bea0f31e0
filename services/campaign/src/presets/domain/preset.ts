// A preset: a campaign to begin from, in every language of the console, with the segment that it
// needs. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { CampaignDraft } from '../../journeys/domain/campaign';
import type { Goal } from '../../journeys/domain/goal';
import type { JourneyStep } from '../../journeys/domain/steps/forms';
import type { Trigger } from '../../journeys/domain/trigger';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Wording<T> = Record<Language, T>;

export interface Content {
  subject: string;
  body: string;
}

export interface SegmentPreset {
  id: string;
  name: Wording<string>;
  /** A rule of scoring, for `PUT /api/segments/{id}`. */
  rule: { version: 1; when: unknown };
}

/** A step with its content in every language. */
type PresetStep =
  JourneyStep | (Omit<Extract<JourneyStep, { kind: 'send' }>, 'content'> & { content: Wording<Content> });

export interface Preset {
  id: string;
  name: Wording<string>;
  /** What it does, in a sentence. */
  about: Wording<string>;
  /** The segment that the trigger names; it has to be saved first where no segment has this id. */
  segment?: SegmentPreset;
  trigger: Trigger;
  class: CampaignDraft['class'];
  content: Wording<Content>;
  againAfterDays: number | null;
  steps?: readonly PresetStep[];
  goal?: Goal;
  severalAtOnce?: boolean;
}

/** Returns a preset as a draft by e-mail, which shows in the outbox until it is released. */
export function draftOf(preset: Preset, language: Language): CampaignDraft {
  const { trigger, class: sort, againAfterDays, steps, goal, severalAtOnce } = preset;
  return {
    ...{ name: preset.name[language], trigger, class: sort, channel: 'email', delivery: 'outbox' },
    content: preset.content[language],
    control: sort === 'marketing' ? CONTROL : 0,
    ...{ againAfterDays, accepts: ['live'] },
    ...(steps && { steps: steps.map((step) => inLanguage(step, language)) }),
    ...(goal && { goal }),
    ...(severalAtOnce && { severalAtOnce }),
  };
}

/** Enough to see an effect, at little cost of sales. */
const CONTROL = 0.1;

function inLanguage(step: PresetStep, language: Language): JourneyStep {
  if (step.kind !== 'send' || !step.content) return step as JourneyStep;
  const { content, ...rest } = step;
  return { ...rest, content: language in content ? (content as Wording<Content>)[language] : (content as Content) };
}

const Words = Type.Object({ en: Type.String(), zh: Type.String() });

export const PresetView = Type.Object({
  id: Type.String({ description: 'proposed id of the campaign' }),
  name: Words,
  about: Words,
  segment: Type.Union([
    Type.Object({
      id: Type.String(),
      name: Words,
      rule: Type.Object({ version: Type.Literal(1), when: Type.Unknown() }),
      exists: Type.Boolean({ description: 'whether there is a segment of this id already' }),
    }),
    Type.Null(),
  ]),
  draft: Type.Object({ en: CampaignDraft, zh: CampaignDraft }),
});
export type PresetView = Static<typeof PresetView>;

export function shownOf(preset: Preset, segments: readonly string[]): PresetView {
  const { id, name, about, segment } = preset;
  return {
    ...{ id, name, about },
    segment: segment ? { ...segment, exists: segments.includes(segment.id) } : null,
    draft: { en: draftOf(preset, 'en'), zh: draftOf(preset, 'zh') },
  };
}
