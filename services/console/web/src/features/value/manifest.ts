import { FundOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { en } from './words.en';

/** Who is worth what: value tiers, their cut-offs, and who moves. */
export const value: Feature = {
  name: 'value',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'tiers:read',
  pages: [{ path: '/value', load: async () => (await import('./ValuePage')).ValuePage }],
  menu: { path: '/value', icon: FundOutlined, label: 'value.title' },
};
