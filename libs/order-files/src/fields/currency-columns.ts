// Finds columns of an order file that hold currencies under another name: each of their fields is a
// currency code. Pure.
import { isCurrency } from '@segue/orders';
import type { Columns } from './columns';

export class CurrencyColumns {
  /** Unused columns in which all fields so far were currency codes or empty. */
  private candidates: readonly number[];
  private readonly filled = new Set<number>();

  constructor(private readonly columns: Columns) {
    const { customer, date, amount, currency, quantity, order, product, productName, state, names } = columns;
    const used = new Set([customer, date, amount, currency, quantity, order, product, productName, state]);
    this.candidates = currency >= 0 ? [] : [...names.keys()].filter((column) => !used.has(column));
  }

  look(record: readonly string[]): void {
    this.candidates = this.candidates.filter((column) => isCodeOrEmpty(record[column] ?? ''));
    for (const column of this.candidates) if (record[column]) this.filled.add(column);
  }

  /** Returns the names of the columns found. */
  get names(): string[] {
    return this.candidates
      .filter((column) => this.filled.has(column))
      .map((column) => this.columns.names[column] ?? '');
  }
}

const isCodeOrEmpty = (field: string): boolean => field === '' || (field.length === 3 && isCurrency(field));
