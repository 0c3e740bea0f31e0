// Payloads of WooCommerce's webhooks in the shape of its public documentation; people are invented.
type Fields = Record<string, unknown>;

/** Two lamps of 24.20 with tax, less a coupon of 4.84, and 6.05 for shipping: 49.61. */
export const wooOrder = (over: Fields = {}): Fields => ({
  ...{ id: 4750, parent_id: 0, number: '4750', order_key: 'wc_order_Q6tuhq12KJOel', created_via: 'checkout' },
  ...{ version: '9.4.1', status: 'processing', currency: 'EUR', prices_include_tax: true },
  ...{ date_created: '2026-03-01T11:00:00', date_created_gmt: '2026-03-01T10:00:00' },
  ...{ date_modified: '2026-03-01T11:00:04', date_modified_gmt: '2026-03-01T10:00:04' },
  ...{ date_paid: '2026-03-01T11:00:03', date_paid_gmt: '2026-03-01T10:00:03' },
  ...{ discount_total: '4.00', discount_tax: '0.84', shipping_total: '5.00', shipping_tax: '1.05', cart_tax: '7.56' },
  ...{ total: '49.61', total_tax: '8.61', customer_id: 7, payment_method: 'stripe', customer_note: '' },
  billing: {
    ...{ first_name: 'Bo', last_name: 'Lind', company: '', city: 'Gent', country: 'BE' },
    ...{ email: 'bo@example.com', phone: '+32 470 12 34 56' },
  },
  shipping: { first_name: 'Bo', last_name: 'Lind', city: 'Gent', country: 'BE', phone: '' },
  line_items: [
    {
      ...{ id: 315, name: 'Lamp', product_id: 93, variation_id: 0, quantity: 2, tax_class: '', sku: 'LAMP' },
      ...{ subtotal: '40.00', subtotal_tax: '8.40', total: '36.00', total_tax: '7.56', price: 18, meta_data: [] },
    },
  ],
  ...{ shipping_lines: [], fee_lines: [], refunds: [] },
  coupon_lines: [{ id: 12, code: 'welcome', discount: '4.00', discount_tax: '0.84' }],
  ...over,
});
