// Words that several features share.
import type { Dictionary } from '../i18n/dictionary';
import { en } from './words.en';
import { zh } from './words.zh';

export const sharedWords: Dictionary = { en, 'zh-CN': zh };
