// The shop systems whose exports are known by their header. Pure.
import { plainName } from '../fields/columns';
import { etsy } from './etsy';
import { magento } from './magento';
import { onlineRetail } from './online-retail';
import type { Preset } from './preset';
import { prestashop } from './prestashop';
import { shopify } from './shopify';
import { square } from './square';
import { stripe } from './stripe';
import { taobao } from './taobao';
import { woocommerce } from './woocommerce';

export const PRESETS: readonly Preset[] = [
  ...[shopify, woocommerce, taobao, square, stripe, magento, etsy, prestashop, onlineRetail],
];

/** Returns the preset of a header; null if no known system writes it. */
export function presetOf(header: readonly string[]): Preset | null {
  const names = new Set(header.map(plainName));
  const has = (name: string) => names.has(name);
  return PRESETS.find(({ header: all, headerAny }) => all.every(has) && (headerAny?.some(has) ?? true)) ?? null;
}
