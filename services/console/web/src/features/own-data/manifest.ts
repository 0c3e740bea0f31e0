import type { Feature } from '../feature';
import { en } from './words.en';

/** The way from the demo to a store of one's own. */
export const ownData: Feature = {
  name: 'own-data',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'system:read',
  pages: [],
};
