import { NotificationOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { en } from './words.en';

/** What runs, and whether it helped. */
export const campaigns: Feature = {
  name: 'campaigns',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'campaigns:read',
  pages: [
    { path: '/campaigns', load: async () => (await import('./list/CampaignsPage')).CampaignsPage },
    { path: '/campaigns/new', load: async () => (await import('./edit/EditCampaignPage')).EditCampaignPage },
    { path: '/campaigns/presets', load: async () => (await import('./list/PresetsPage')).PresetsPage },
    { path: '/campaigns/:id/edit', load: async () => (await import('./edit/EditCampaignPage')).EditCampaignPage },
    { path: '/campaigns/:id', load: async () => (await import('./page/CampaignPage')).CampaignPage },
  ],
  menu: { path: '/campaigns', icon: NotificationOutlined, label: 'campaigns.title' },
};
