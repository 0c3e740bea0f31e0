// Orders of Etsy: one line per order. Guests have no user id.
import type { Preset } from './preset';

export const etsy: Preset = {
  system: 'Etsy',
  header: ['sale_date', 'order_id', 'buyer_user_id', 'order_total'],
  order: ['order_id'],
  customers: [{ column: 'buyer_user_id', kind: 'userId' }],
  date: ['sale_date'],
  isMonthFirst: true,
  amount: ['order_total'],
  isOfOrder: true,
  currency: ['currency'],
  state: ['status'],
  quantity: ['number_of_items'],
};
