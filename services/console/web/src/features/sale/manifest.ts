import type { Feature } from '../feature';
import { en } from './words.en';
import { zh } from './words.zh';

/** A simulated sale in the demo store, followed to its action. */
export const sale: Feature = {
  name: 'sale',
  words: { en, 'zh-CN': zh },
  needs: 'sales:write',
  pages: [],
};
