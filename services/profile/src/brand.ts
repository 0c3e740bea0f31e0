// The brand's currency, zone, protected traits and rates, as the pure functions take them.
import type { Brand } from '@segue/parts';
import { type ServiceContext, ratesOf } from '@segue/service';

export const BRAND = Symbol('Brand');

export const brandOf = ({ config, log }: Pick<ServiceContext, 'config' | 'log'>): Brand => ({
  currency: config.SEGUE_CURRENCY,
  zone: config.SEGUE_BRAND_ZONE,
  protectedTraits: config.SEGUE_PROTECTED_TRAITS,
  rates: ratesOf(config.SEGUE_RATES_FILE, log),
});
