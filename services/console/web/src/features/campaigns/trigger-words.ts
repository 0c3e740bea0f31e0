// A trigger in words. Pure.
import type { TFunction } from 'i18next';
import { tierInWords } from '../../words/names';
import type { Trigger } from './campaign';

/** @param segments names by id. */
export function triggerInWords(trigger: Trigger, segments: Readonly<Record<string, string>>, t: TFunction): string {
  switch (trigger.on) {
    case 'entered':
    case 'left':
      return segmentInWords(trigger, segments, t);
    case 'tier': {
      const scheme = trigger.scheme === 'rfm' ? t('schemes.rfm') : t('schemes.value');
      const [to, from] = [trigger.to, trigger.from].map((tiers) =>
        tiers?.map((tier) => tierInWords(tier, t)).join(t('states.listGap')),
      );
      if (to !== undefined && from !== undefined) return t('campaigns.when.tierBoth', { scheme, to, from });
      if (to !== undefined) return t('campaigns.when.tierTo', { scheme, to });
      return from === undefined ? t('campaigns.when.tier', { scheme }) : t('campaigns.when.tierFrom', { scheme, from });
    }
    case 'touchpoint':
      return t('campaigns.when.touchpoint', { event: trigger.event });
    case 'order':
      return t(`campaigns.when.order.${trigger.is}`);
  }
}

function segmentInWords(
  trigger: Extract<Trigger, { on: 'entered' | 'left' }>,
  segments: Readonly<Record<string, string>>,
  t: TFunction,
): string {
  const named = (ids: readonly string[]) => ids.map((id) => segments[id] ?? id).join(t('states.listGap'));
  const segment = named('segments' in trigger ? trigger.segments : [trigger.segment]);
  if (trigger.except === undefined) return t(`campaigns.when.${trigger.on}`, { segment });
  return t(`campaigns.when.except.${trigger.on}`, { segment, except: named(trigger.except) });
}
