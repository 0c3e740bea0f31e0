// Words of the frame around the pages, and of the page for visitors who are not signed in.
import type { Dictionary } from '../i18n/dictionary';
import { en } from './words.en';

export const frameWords: Dictionary = { en, 'zh-CN': async () => (await import('./words.zh')).zh };
