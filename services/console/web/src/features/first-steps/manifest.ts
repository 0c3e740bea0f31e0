import type { Feature } from '../feature';
import { en } from './words.en';
import { zh } from './words.zh';

/** The checklist of the first minutes. */
export const firstSteps: Feature = {
  name: 'first-steps',
  words: { en, 'zh-CN': zh },
  needs: 'system:read',
  pages: [],
};
