import type { Feature } from '../feature';
import { en } from './words.en';

/** The reasons of one decision, in a drawer beside a customer. */
export const why: Feature = {
  name: 'why',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'standings:read',
  pages: [],
};
