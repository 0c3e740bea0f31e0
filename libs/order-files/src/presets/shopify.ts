// Orders of Shopify: one line per product; money and states on the first line of an order only.
import type { Preset } from './preset';

export const shopify: Preset = {
  system: 'Shopify',
  header: ['name', 'financial_status', 'lineitem_name', 'created_at', 'total'],
  order: ['name'],
  customers: [
    { column: 'email', kind: 'email' },
    { column: 'phone', kind: 'phone' },
    { column: 'billing_phone', kind: 'phone' },
  ],
  date: ['created_at'],
  amount: ['total'],
  isOfOrder: true,
  currency: ['currency'],
  state: ['financial_status'],
  refunded: ['refunded_amount'],
  quantity: ['lineitem_quantity'],
  product: ['lineitem_sku'],
  productName: ['lineitem_name'],
  price: ['lineitem_price'],
};
