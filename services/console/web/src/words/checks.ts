// The numbers that a check compared, in words.
import type { TFunction } from 'i18next';
import type { Format } from '../format';
import { en } from '../i18n/en';
import { channelInWords, purposeInWords } from './names';

interface CheckWords {
  t: TFunction;
  format: Format;
  zone: string | null;
}

export function detailInWords(check: string, detail: Record<string, unknown>, { t, format }: CheckWords): string {
  const number = (name: string) => Number(detail[name] ?? 0);
  const text = (name: string) => String(detail[name] ?? '');
  switch (check) {
    case 'stopped':
      return t('why.detail.stopped', { state: known(en.why.state, 'why.state', text('state'), t) });
    case 'history': {
      const origin = known(en.touchpoint.origin, 'touchpoint.origin', text('origin'), t);
      return t('why.detail.history', { origin, age: format.span(number('ageMs')) });
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
    case 'again': {
      const last = format.dateTime(number('lastSentAt'));
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

  function quiet(): string {
    const hours = { from: text('from'), to: text('to'), zone: text('zone') };
    return typeof detail.until === 'number'
      ? t('why.detail.quietUntil', { ...hours, until: format.dateTime(detail.until) })
      : t('why.detail.quiet', hours);
  }
}

const known = (table: object, path: string, name: string, t: TFunction): string =>
  Object.hasOwn(table, name) ? t(`${path}.${name}` as 'why.state.draft') : name;
