// Orders of WooCommerce: one line per order, with a column per product. Guests are customer 0.
import type { Preset } from './preset';

export const woocommerce: Preset = {
  system: 'WooCommerce',
  header: ['order_id', 'order_date', 'order_total', 'customer_email', 'billing_first_name'],
  order: ['order_id'],
  customers: [
    { column: 'customer_id', kind: 'userId' },
    { column: 'customer_user', kind: 'userId' },
    { column: 'customer_email', kind: 'email' },
    { column: 'billing_email', kind: 'email' },
    { column: 'billing_phone', kind: 'phone' },
  ],
  date: ['order_date'],
  amount: ['order_total'],
  isOfOrder: true,
  currency: ['order_currency'],
  state: ['status', 'order_status'],
  refunded: ['refunded_total'],
  items: 'line_item_',
};
