// The brand's currency, zone and protected traits, as the pure functions take them.
import type { Brand } from '@segue/parts';
import type { ServiceConfig } from '@segue/service';

export const BRAND = Symbol('Brand');

export const brandOf = (config: ServiceConfig): Brand => ({
  currency: config.SEGUE_CURRENCY,
  zone: config.SEGUE_BRAND_ZONE,
  country: config.SEGUE_COUNTRY,
  protectedTraits: config.SEGUE_PROTECTED_TRAITS,
});
