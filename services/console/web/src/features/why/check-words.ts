// The numbers that a check compared, in words.
import type { TFunction } from 'i18next';
import type { Format } from '../../words/format';
import { known } from '../../words/known';
import { channelInWords, purposeInWords, tierInWords } from '../../words/names';
import { en as shared } from '../../words/words.en';
import { en } from './words.en';

export interface CheckWords {
  t: TFunction;
  format: Format;
  /** The time zone of the customer; null where it is not known. */
  zone: string | null;
  /** Origins that the campaign acts on; null where they are not known. */
  accepts: readonly string[] | null;
  decidedAt: string;
  /** Names by id. */
  segments: Record<string, string>;
}

interface CheckShown {
  check: string;
  passed: boolean;
  detail: Record<string, unknown>;
}

/** Campaigns act on signals younger than this, milliseconds. */
const MAX_AGE_MS = 86_400_000;

export function detailInWords({ check, passed, detail }: CheckShown, words: CheckWords): string {
  const { t, format } = words;
  const number = (name: string) => Number(detail[name] ?? 0);
  const text = (name: string) => String(detail[name] ?? '');
  // The record may hold the origins at the time of the decision.
  const accepted = Array.isArray(detail.accepts) ? (detail.accepts as readonly unknown[]) : words.accepts;
  const zone = typeof detail.zone === 'string' ? detail.zone : words.zone;
  const when = (instant: string | number) =>
    zone === null
      ? format.dateTime(instant)
      : t('time.zoned', { when: format.dateTimeIn(instant, zone), zone: format.zone(zone) });
  switch (check) {
    case 'stopped':
      if (detail.all === true) return t('why.detail.stoppedAll');
      return t('why.detail.stopped', { state: known(en.why.state, 'why.state', text('state'), t) });
    case 'no-longer':
      return sinceThen();
    case 'history': {
      const origin = known(shared.touchpoint.origin, 'touchpoint.origin', text('origin'), t);
      const age = format.span(number('ageMs'));
      if (passed) return t('why.detail.historyMet', { origin, age });
      // Two conditions: only the one that failed is named.
      const isOld = number('ageMs') >= MAX_AGE_MS;
      const isForeign = accepted === null ? !isOld : !accepted.includes(text('origin'));
      if (isOld && isForeign) return t('why.detail.historyBoth', { origin, age });
      return isOld ? t('why.detail.historyOld', { age }) : t('why.detail.historyOrigin', { origin });
    }
    case 'chain':
      return t('why.detail.chain', { depth: number('depth'), most: number('most') });
    case 'control':
    case 'global-control':
      return t('why.detail.control', { share: format.percent(number('control')) });
    case 'no-consent': {
      const [channel = '', purpose = ''] = text('consent').split('/');
      const state = known(en.why.consent, 'why.consent', text('state'), t);
      return t('why.detail.consent', {
        channel: channelInWords(channel, t),
        purpose: purposeInWords(purpose, t),
        state,
      });
    }
    case 'no-address':
      return t('why.detail.address', { channel: channelInWords(text('channel'), t) });
    case 'under-way':
      return t('why.detail.underWay');
    case 'again': {
      const last = when(number('lastSentAt'));
      return detail.againAfterDays === null
        ? t('why.detail.againNever', { last })
        : t('why.detail.again', { last, count: number('againAfterDays') });
    }
    case 'cap':
      return t('why.detail.cap', { sent: number('sent'), messages: number('messages'), days: number('days') });
    case 'content':
      return detail.line === null || detail.line === undefined
        ? t('why.detail.content')
        : t('why.detail.contentAt', { error: text('error'), line: number('line') });
    case 'too-many-waiting':
      return t('why.detail.waiting', { waiting: number('waiting'), most: number('most') });
    case 'quiet-hours':
      return quiet();
    default:
      return '';
  }

  /** The change during the wait. */
  function sinceThen(): string {
    if (detail.trigger === 'tier')
      return t('why.detail.tierSince', { was: tierInWords(text('was'), t), now: tierInWords(text('now'), t) });
    if (detail.trigger === 'touchpoint')
      return t(detail.isCancelled === true ? 'why.detail.orderCancelled' : 'why.detail.orderStands');
    const ids = Array.isArray(detail.segments) ? (detail.segments as readonly string[]) : [text('segment')];
    const segment = ids.map((id) => words.segments[id] ?? id).join(t('states.listGap'));
    return t(detail.isIn === true ? 'why.detail.stillIn' : 'why.detail.notIn', { segment });
  }

  /** Quiet hours and the time of the decision on the clock of the customer. */
  function quiet(): string {
    const here = zone ?? 'UTC';
    const at = {
      from: text('from'),
      to: text('to'),
      zone: format.zone(here),
      now: format.timeIn(words.decidedAt, here),
    };
    return typeof detail.until === 'number'
      ? t('why.detail.quietUntil', { ...at, until: format.dateTimeIn(detail.until, here) })
      : t('why.detail.quiet', at);
  }
}
