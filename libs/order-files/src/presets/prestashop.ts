// The list of orders of PrestaShop: one line per order. Its customers are names only, unless the
// list was given a column of e-mails.
import type { Preset } from './preset';

export const prestashop: Preset = {
  system: 'PrestaShop',
  header: ['id', 'reference', 'new_client', 'customer', 'total', 'payment', 'status', 'date'],
  order: ['id'],
  customers: [
    { column: 'email', kind: 'email' },
    { column: 'customer', kind: 'userId', isName: true },
  ],
  date: ['date'],
  amount: ['total'],
  isOfOrder: true,
  state: ['status'],
};
