// Words that several features share.
import type { Dictionary } from '../i18n/dictionary';
import { en } from './words.en';

export const sharedWords: Dictionary = { en, 'zh-CN': async () => (await import('./words.zh')).zh };
