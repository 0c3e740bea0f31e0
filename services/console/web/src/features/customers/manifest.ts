import { TeamOutlined } from '@ant-design/icons';
import type { Feature } from '../feature';
import { en } from './words.en';

/** Who a customer is, and what comes next. */
export const customers: Feature = {
  name: 'customers',
  words: { en, 'zh-CN': async () => (await import('./words.zh')).zh },
  needs: 'customers:read',
  pages: [
    { path: '/customers', load: async () => (await import('./list/CustomersPage')).CustomersPage },
    { path: '/customers/:reference', load: async () => (await import('./page/CustomerPage')).CustomerPage },
  ],
  menu: { path: '/customers', icon: TeamOutlined, label: 'customers.title' },
};
