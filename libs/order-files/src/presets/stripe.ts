// Payments of Stripe: one line per charge, in its own currency and in UTC.
import type { Preset } from './preset';

export const stripe: Preset = {
  system: 'Stripe',
  header: ['id', 'amount', 'amount_refunded', 'currency', 'status'],
  // The unified export of payments has `Created date (UTC)`.
  headerAny: ['created_date_(utc)', 'created_(utc)'],
  order: ['id'],
  customers: [
    { column: 'customer_id', kind: 'userId' },
    { column: 'customer_email', kind: 'email' },
  ],
  date: ['created_date_(utc)', 'created_(utc)'],
  zoneName: 'UTC',
  amount: ['amount'],
  isOfOrder: true,
  currency: ['currency'],
  state: ['status'],
  refunded: ['amount_refunded'],
};
