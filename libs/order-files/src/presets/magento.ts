// The grid of orders of Magento: one line per order, in the currency of the purchase.
import type { Preset } from './preset';

export const magento: Preset = {
  system: 'Magento',
  header: ['id', 'purchase_date', 'grand_total_(purchased)', 'status', 'customer_email'],
  order: ['id'],
  customers: [{ column: 'customer_email', kind: 'email' }],
  date: ['purchase_date'],
  amount: ['grand_total_(purchased)'],
  isOfOrder: true,
  state: ['status'],
  refunded: ['total_refunded'],
};
