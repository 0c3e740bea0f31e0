// The customer of a line: the first of its identities that is filled and stands for a person. Pure.
import { addressValue, emailOf } from '@segue/addresses';
import { isNoOne } from '@segue/contracts';
import type { Columns, CustomerKind } from './columns';
import { Unreadable, idIn } from './fields';

/** Maximum characters of an id; with its prefix every service accepts it. */
export const MAX_ID = 200;

/**
 * Returns the column that names the customer of a line; the first one that may if none does, so
 * that it is reported as empty.
 */
export function customerColumn(record: readonly string[], { customers, customer }: Columns): number {
  if (customers.length < 2) return customer;
  const column = (fits: (field: string) => boolean) => customers.find((one) => fits(record[one.column] ?? ''))?.column;
  return column(namesOne) ?? column(names) ?? customer;
}

const names = (field: string): boolean => field !== '' && !isNoOne(field);

/** Whether a field names one person; a masked one may be shared by several. */
const namesOne = (field: string): boolean => names(field) && !MASKED.test(field);

/**
 * Whether a line names no one: its only identities stand for no one; or, in the export of a known
 * system, are all empty, as those of guests are.
 * @param isFurther whether the line belongs to an order with a line before it, from which empty
 * fields are taken.
 */
export function namesNoOne(record: readonly string[], columns: Columns, isFurther: boolean): boolean {
  const fields = columns.customers.map(({ column }) => record[column] ?? '');
  if (fields.some(names)) return false;
  if (fields.some((field) => field !== '')) return true;
  return columns.system !== undefined && fields.length > 0 && !isFurther;
}

/** Returns the kind of identity in a column. */
export const kindIn = ({ customers, kind }: Columns, column: number): CustomerKind =>
  customers.find((one) => one.column === column)?.kind ?? kind;

/**
 * Returns the identity's value in normal form, so that one mailbox or phone is one customer.
 * @throws {Unreadable}
 */
export function customerIn(field: string, kind: CustomerKind, country: string | undefined): string {
  const id = idIn(field, MAX_ID);
  if (MASKED.test(id)) throw new Unreadable('is masked, so several customers may share it: export it in full');
  if (kind === 'email') {
    const address = emailOf(id);
    if (address === null) throw new Unreadable('must be an e-mail address');
    return address;
  }
  if (kind !== 'phone') return id;
  if (id.replace(/\D/g, '').length < FEWEST_DIGITS) throw new Unreadable('must be a phone number');
  return addressValue('phone', id, country);
}

/** `138****0001`, `t**`: systems hide the middle or the end of names and addresses. */
const MASKED = /\*{2,}/;
const FEWEST_DIGITS = 5;
