// A trigger in words. Pure.
import type { TFunction } from 'i18next';
import { tierInWords } from '../../words/names';
import type { Trigger } from './campaign';

/** @param segments names by id. */
export function triggerInWords(trigger: Trigger, segments: Readonly<Record<string, string>>, t: TFunction): string {
  switch (trigger.on) {
    case 'entered':
    case 'left':
      return t(`campaigns.when.${trigger.on}`, { segment: segments[trigger.segment] ?? trigger.segment });
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
