// Items sold with Square: one line per product, net of discounts and without tax; a refund is a
// transaction of its own with negative amounts.
import type { Preset } from './preset';

export const square: Preset = {
  system: 'Square',
  header: ['date', 'time', 'time_zone', 'net_sales', 'transaction_id', 'event_type'],
  order: ['transaction_id'],
  customers: [{ column: 'customer_id', kind: 'userId' }],
  date: ['date'],
  time: ['time'],
  zone: ['time_zone'],
  amount: ['net_sales'],
  hasReturns: true,
  quantity: ['qty'],
  product: ['sku'],
  productName: ['item'],
};
