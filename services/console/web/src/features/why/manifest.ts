import type { Feature } from '../feature';
import { en } from './words.en';
import { zh } from './words.zh';

/** The reasons of one decision, in a drawer beside a customer. */
export const why: Feature = {
  name: 'why',
  words: { en, 'zh-CN': zh },
  needs: 'standings:read',
  pages: [],
};
