import type { Feature } from '../feature';
import { en } from './words.en';
import { zh } from './words.zh';

/** The way from the demo to a store of one's own. */
export const ownData: Feature = {
  name: 'own-data',
  words: { en, 'zh-CN': zh },
  needs: 'system:read',
  pages: [],
};
