import type { Feature } from '../feature';
import { en } from './words.en';

/** A simulated sale in the demo store, followed to its action. */
export const sale: Feature = {
  name: 'sale',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'sales:write',
  pages: [],
};
