// Payments of Stripe: one line per charge, in its own currency and in UTC.
import type { Preset } from './preset';

export const stripe: Preset = {
  system: 'Stripe',
  header: ['id', 'created_(utc)', 'amount', 'amount_refunded', 'currency', 'status'],
  order: ['id'],
  customers: [
    { column: 'customer_id', kind: 'userId' },
    { column: 'customer_email', kind: 'email' },
  ],
  date: ['created_(utc)'],
  zoneName: 'UTC',
  amount: ['amount'],
  isOfOrder: true,
  currency: ['currency'],
  state: ['status'],
  refunded: ['amount_refunded'],
};
