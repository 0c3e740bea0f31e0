// The "Online Retail" data set of UCI: one line per product, price and quantity, in pounds.
// Invoices of returns and discounts are negative.
import type { Preset } from './preset';

export const onlineRetail: Preset = {
  system: 'UCI Online Retail',
  header: ['invoiceno', 'stockcode', 'quantity', 'invoicedate', 'unitprice', 'customerid'],
  order: ['invoiceno'],
  customers: [{ column: 'customerid', kind: 'userId' }],
  date: ['invoicedate'],
  isMonthFirst: true,
  amount: ['unitprice'],
  isUnitPrice: true,
  hasReturns: true,
  currencyCode: 'GBP',
  quantity: ['quantity'],
  product: ['stockcode'],
  productName: ['description'],
};
