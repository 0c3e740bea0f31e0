// Payloads of Shopify's webhooks in the shape of its public documentation; people are invented.
type Fields = Record<string, unknown>;

const money = (amount: string, shown = amount, currency = 'EUR') => ({
  shop_money: { amount, currency_code: 'EUR' },
  presentment_money: { amount: shown, currency_code: currency },
});

export const customer = (over: Fields = {}): Fields => ({
  id: 6940095564000,
  email: 'Ana.Holm@example.com',
  accepts_marketing: false,
  created_at: '2026-02-01T10:00:00+01:00',
  updated_at: '2026-02-28T09:00:00+01:00',
  first_name: 'Ana',
  last_name: 'Holm',
  state: 'enabled',
  verified_email: true,
  phone: '+436601234567',
  tags: '',
  currency: 'EUR',
  email_marketing_consent: {
    state: 'subscribed',
    opt_in_level: 'single_opt_in',
    consent_updated_at: '2026-02-01T10:00:05+01:00',
  },
  sms_marketing_consent: null,
  default_address: { id: 1, first_name: 'Ana', last_name: 'Holm', city: 'Wien', country_code: 'AT', phone: null },
  ...over,
});

export const line = (over: Fields = {}): Fields => ({
  id: 866550311766439020n.toString(),
  admin_graphql_api_id: 'gid://shopify/LineItem/866550311766439020',
  product_id: 8061536829755,
  variant_id: 4392,
  sku: 'KETTLE-1',
  name: 'Kettle - Blue',
  title: 'Kettle',
  gift_card: false,
  price: '40.00',
  price_set: money('40.00'),
  quantity: 2,
  taxable: true,
  total_discount: '0.00',
  discount_allocations: [{ amount: '8.00', amount_set: money('8.00'), discount_application_index: 0 }],
  tax_lines: [{ title: 'VAT', price: '12.00', rate: 0.2 }],
  ...over,
});

/** 2 kettles of 40.00 less 8.00, and 5.90 for shipping: 77.90, tax of 12.98 included. */
export const order = (over: Fields = {}): Fields => ({
  id: 5890123456789,
  admin_graphql_api_id: 'gid://shopify/Order/5890123456789',
  name: '#1001',
  order_number: 1001,
  app_id: 580111,
  test: false,
  confirmed: true,
  buyer_accepts_marketing: true,
  email: 'ana.holm@example.com',
  phone: null,
  currency: 'EUR',
  presentment_currency: 'EUR',
  created_at: '2026-03-01T11:00:00+01:00',
  processed_at: '2026-03-01T11:00:00+01:00',
  updated_at: '2026-03-01T11:00:01+01:00',
  cancelled_at: null,
  cancel_reason: null,
  financial_status: 'paid',
  fulfillment_status: null,
  payment_gateway_names: ['shopify_payments'],
  taxes_included: true,
  total_price: '77.90',
  total_price_set: money('77.90'),
  current_total_price: '77.90',
  subtotal_price: '72.00',
  subtotal_price_set: money('72.00'),
  total_tax: '12.98',
  total_tax_set: money('12.98'),
  total_discounts: '8.00',
  total_discounts_set: money('8.00'),
  total_shipping_price_set: money('5.90'),
  discount_codes: [{ code: 'SPRING10', amount: '8.00', type: 'percentage' }],
  line_items: [line()],
  refunds: [],
  billing_address: { first_name: 'Ana', last_name: 'Holm', city: 'Wien', country_code: 'AT', phone: '+43 660 1234567' },
  shipping_address: { first_name: 'Ana', last_name: 'Holm', city: 'Wien', country_code: 'AT' },
  customer: customer(),
  ...over,
});

/** One kettle given back: 36.00 of the 72.00. */
export const refund = (over: Fields = {}): Fields => ({
  id: 929361465,
  order_id: 5890123456789,
  created_at: '2026-03-04T09:00:00+01:00',
  processed_at: '2026-03-04T09:00:00+01:00',
  note: 'too small',
  restock: true,
  refund_line_items: [
    {
      id: 1,
      line_item_id: 866550311766439020n.toString(),
      quantity: 1,
      restock_type: 'return',
      subtotal: '36.00',
      subtotal_set: money('36.00'),
      total_tax: '6.00',
      total_tax_set: money('6.00'),
      line_item: line(),
    },
  ],
  transactions: [
    {
      ...{ id: 389404469, kind: 'refund', status: 'success', gateway: 'shopify_payments' },
      ...{ amount: '36.00', currency: 'EUR', order_id: 5890123456789 },
    },
  ],
  order_adjustments: [],
  ...over,
});

export const inMoney = money;
