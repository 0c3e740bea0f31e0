// What changes next for a customer if nothing happens, as a sentence that names its subject. Pure.
import type { TFunction } from 'i18next';
import type { CampaignShown, NextChange } from '../api/types';
import type { Format } from './format';
import { tierInWords } from './names';

interface ChangeWords {
  t: TFunction;
  format: Pick<Format, 'relative'>;
  /** The instant from which one looks, UTC ms. */
  now: number;
  segments: Record<string, string>;
  campaigns: readonly CampaignShown[];
}

/** The kind of sentence: which subject the change has. */
type Subject = 'tier' | 'rfm' | 'entered' | 'left';

export const subjectOf = ({ kind, subject }: NextChange): Subject =>
  kind === 'tier' ? (subject === 'value' ? 'tier' : 'rfm') : kind;

export function valuesOf(change: NextChange, { t, format, now, segments }: Omit<ChangeWords, 'campaigns'>) {
  return {
    from: tierInWords(change.from, t),
    to: tierInWords(change.to, t),
    segment: segments[change.subject] ?? change.subject,
    when: format.relative(change.at, now),
  };
}

/** “Enters ‘Valued and silent’ in 5 weeks; ‘Win back’ would then decide whether to write.” */
export function changeInWords(change: NextChange, words: ChangeWords): string {
  const { t, campaigns } = words;
  const said = t(`changes.${subjectOf(change)}`, valuesOf(change, words));
  const speaker = speakerFor(change, campaigns);
  return speaker === null
    ? t('changes.alone', { said })
    : t('changes.withCampaign', { said, campaign: speaker.name || speaker.id });
}

/** The running campaign that waits for this change; null where none does. */
function speakerFor(change: NextChange, campaigns: readonly CampaignShown[]): CampaignShown | null {
  const waits = ({ state, trigger }: CampaignShown) => {
    if (state !== 'running' || trigger.on !== change.kind) return false;
    if (trigger.on !== 'tier') return trigger.segment === change.subject;
    const isTo = trigger.to === undefined || trigger.to.includes(change.to ?? '');
    const isFrom = trigger.from === undefined || trigger.from.includes(change.from ?? '');
    return trigger.scheme === change.subject && isTo && isFrom;
  };
  return campaigns.find(waits) ?? null;
}

/**
 * Which of the next changes are told, soonest first: that of the value tier, the first of a
 * segment, and that of the RFM name only alone.
 */
export function toldChanges(changes: readonly NextChange[]): NextChange[] {
  const first = (...subjects: Subject[]) => changes.find((change) => subjects.includes(subjectOf(change)));
  const told = [first('tier'), first('entered', 'left')].filter((change) => change !== undefined);
  const rfm = first('rfm');
  if (told.length === 0) return rfm === undefined ? [] : [rfm];
  return told.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
