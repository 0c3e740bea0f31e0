// The name that has to be typed before the demo is deleted, in either language. Pure.
import { en } from './words.en';
import { zh } from './words.zh';

const plain = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
const NAMES = [en.data.demoName, zh.data.demoName].map(plain);

export const isDemoName = (typed: string): boolean => NAMES.includes(plain(typed));
