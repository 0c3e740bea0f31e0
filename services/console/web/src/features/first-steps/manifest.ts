import type { Feature } from '../feature';
import { en } from './words.en';

/** The checklist of the first minutes. */
export const firstSteps: Feature = {
  name: 'first-steps',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'system:read',
  pages: [],
};
