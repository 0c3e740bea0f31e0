import { HomeOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { en } from './words.en';

/** What changed this week, and what needs a person. */
export const home: Feature = {
  name: 'home',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'system:read',
  pages: [{ path: '/', load: async () => (await import('./HomePage')).HomePage }],
  menu: { path: '/', icon: HomeOutlined, label: 'home.page' },
};
