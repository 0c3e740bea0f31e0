import { FilterOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { en } from './words.en';

/** Who fits a rule, and until when. */
export const segments: Feature = {
  name: 'segments',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'segments:read',
  pages: [
    { path: '/segments', load: async () => (await import('./SegmentsPage')).SegmentsPage },
    { path: '/segments/list', load: async () => (await import('./fixed-list/NewListPage')).NewListPage },
    { path: '/segments/new', load: async () => (await import('./edit/EditSegmentPage')).EditSegmentPage },
    { path: '/segments/:id/edit', load: async () => (await import('./edit/EditSegmentPage')).EditSegmentPage },
    { path: '/segments/:id', load: async () => (await import('./page/SegmentPage')).SegmentPage },
  ],
  menu: { path: '/segments', icon: FilterOutlined, label: 'segments.title' },
};
