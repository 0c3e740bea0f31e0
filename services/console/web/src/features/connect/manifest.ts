import { ApiOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { en } from './words.en';

/** Whether data arrive right, and how more of them do. */
export const connect: Feature = {
  name: 'connect',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'sources:read',
  pages: [
    { path: '/connect', load: async () => (await import('./ConnectPage')).ConnectPage },
    { path: '/connect/new', load: async () => (await import('./NewSourcePage')).NewSourcePage },
    { path: '/connect/:id', load: async () => (await import('./SourcePage')).SourcePage },
  ],
  menu: { path: '/connect', icon: ApiOutlined, label: 'connect.title' },
};
