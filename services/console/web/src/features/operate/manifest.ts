import { DashboardOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { watchLatency } from './latency/latency-history';
import { en } from './words.en';

/** Whether the services are healthy. */
export const operate: Feature = {
  name: 'operate',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'system:read',
  start: watchLatency,
  pages: [{ path: '/operate', load: async () => (await import('./OperatePage')).OperatePage }],
  menu: { path: '/operate', icon: DashboardOutlined, label: 'operate.title' },
};
