// The next changes of a customer if nothing happens, as sentences. Pure.
import type { TFunction } from 'i18next';
import type { CampaignShown, NextChange } from '../api/types';
import type { Format } from './format';
import { tierInWords } from './names';

interface ChangeWords {
  t: TFunction;
  format: Pick<Format, 'relative'>;
  /** The present, UTC ms. */
  now: number;
  segments: Record<string, string>;
  campaigns: readonly CampaignShown[];
}

/** What a change is about, which decides the sentence. */
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

/** Returns “Enters ‘Valued and silent’ in 5 weeks; ‘Win back’ then decides whether to write.” */
export function changeInWords(change: NextChange, words: ChangeWords): string {
  const { t, campaigns } = words;
  const said = t(`changes.${subjectOf(change)}`, valuesOf(change, words));
  const speaker = triggeredBy(change, campaigns);
  return speaker === null
    ? t('changes.alone', { said })
    : t('changes.withCampaign', { said, campaign: speaker.name || speaker.id });
}

/** Returns the running campaign that this change triggers; null where there is none. */
function triggeredBy(change: NextChange, campaigns: readonly CampaignShown[]): CampaignShown | null {
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
 * Returns the changes that are shown, soonest first: that of the value tier and the first of a
 * segment; that of the RFM name only where there is no other.
 */
export function changesToShow(changes: readonly NextChange[]): NextChange[] {
  const first = (...subjects: Subject[]) => changes.find((change) => subjects.includes(subjectOf(change)));
  const told = [first('tier'), first('entered', 'left')].filter((change) => change !== undefined);
  const rfm = first('rfm');
  if (told.length === 0) return rfm === undefined ? [] : [rfm];
  return told.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
