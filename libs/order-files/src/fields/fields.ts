// Fields of an order file: amounts, quantities and ids as people and systems write them. A
// field with a single meaning is read; an ambiguous one is refused with the reason. Pure.
import { hasLostDigits } from '@segue/contracts';
import { currencyNamed, digitsOf, isCurrency } from '@segue/orders';

/**
 * Thrown for a field that cannot be read; its message continues the name of the column: `must be
 * …`.
 */
export class Unreadable extends Error {}

export interface Amount {
  /** A plain decimal number such as `-25.10`; as written if it was one. */
  text: string;
  /** ISO 4217; set if the field has a code or a sign of a single currency beside the number. */
  currency?: string;
}

const SPACE = String.raw`[ \u00a0\u2009\u202f'’]`;
const PLAIN = /^\d+(?:\.\d+)?$/;
/** Matches `25,1` and `25,10`, which are unambiguous; `1,234` is not. */
const DECIMAL_COMMA = /^(\d+),(\d{1,2})$/;
/** Ways to group digits: groups, then the decimal separator and digits. */
const GROUPED = [
  // 1,234.50 and 1,234,567
  /^(\d{1,3}(?:,\d{3})+)\.(\d+)$|^(\d{1,3}(?:,\d{3}){2,})$/,
  // 1.234,50 and 1.234.567
  /^(\d{1,3}(?:\.\d{3})+),(\d+)$|^(\d{1,3}(?:\.\d{3}){2,})$/,
  // 12,34,567.00
  /^(\d{1,2}(?:,\d\d)+,\d{3})\.(\d+)$|^(\d{1,2}(?:,\d\d)+,\d{3})$/,
  // 1 234 and 1 234,50
  new RegExp(String.raw`^(\d{1,3}(?:${SPACE}\d{3})+)(?:[.,](\d{1,2}))?$`),
];

/** @throws {Unreadable} */
function decimalIn(text: string, example: string): string {
  const [, sign = '', number = ''] = /^([+-]?)(.*)$/s.exec(text.replace(/^[−–]/, '-')) ?? [];
  const minus = sign === '-' ? '-' : '';
  if (PLAIN.test(number)) return `${sign}${number}`;
  const comma = DECIMAL_COMMA.exec(number);
  if (comma) return `${sign}${comma[1]}.${comma[2]}`;
  for (const grouped of GROUPED) {
    const found = grouped.exec(number);
    if (!found) continue;
    const whole = (found[1] ?? found[3] ?? '').replace(/\D/g, '');
    return `${minus}${whole}${found[2] === undefined ? '' : `.${found[2]}`}`;
  }
  if (/^\d+(?:\.\d+)?e[+-]?\d+$/i.test(number))
    throw new Unreadable('has an exponent, as a spreadsheet shows long numbers: write all its digits');
  if (/^\d{1,3}[,.]\d{3}$/.test(number))
    throw new Unreadable(`can mean a thousand or a fraction: must be a number such as ${example}`);
  throw new Unreadable(`must be a number such as ${example}`);
}

/** Signs shared by several currencies; a sign must be one of the named currency. */
const SHARED_SIGNS: Readonly<Record<string, RegExp>> = {
  $: /^(?:[A-Z]{2}D|MXN|ARS|CLP|COP|UYU|BRL|MOP|TWD)$/,
  '¥': /^(?:CNY|JPY)$/,
};
const BESIDE = /^([+−-]?)\s*([^\d\s+.,−-][^\d+.,−-]*?)?\s*([+−-]?\d.*?)\s*([^\d\s.,]+)?$/su;

/**
 * Returns the amount as a plain decimal number. `1,234.50`, `1 234`, `$12.50`, `12.50 EUR` and
 * `¥199` are unambiguous; `1,234`, `1e3` and `12.505` in USD are refused.
 * @param named the currency of the line; undefined if it names none.
 * @param store the currency of amounts without any.
 * @throws {Unreadable}
 */
export function amountIn(field: string, named: string | undefined, store: string): Amount {
  if (field === '') throw new Unreadable('is missing');
  const text = field.replace(/[０-９．，￥＄－]/g, (wide) => (wide === '￥' ? '¥' : wide.normalize('NFKC')));
  const isPlain = /^[+-]?\d[\d.,]*$/.test(text);
  const { sign, number } = isPlain ? { sign: '', number: text } : besideNumber(text);
  const currency = currencyOf(sign, named, store);
  const digits = decimalIn(number, '25.10');
  assertDigits(digits, currency ?? named ?? store);
  return { text: digits, ...(currency !== undefined && { currency }) };
}

function besideNumber(text: string): { sign: string; number: string } {
  const [, outer = '', before = '', inner = '', after = ''] = BESIDE.exec(text) ?? [];
  const isOne = inner !== '' && (before === '' || after === '') && !/^e$/i.test(before);
  const isSigned = /^[+−-]/.test(inner);
  if (!isOne || (outer !== '' && isSigned)) return { sign: '', number: text };
  return { sign: (before || after).trim().toUpperCase(), number: `${outer}${inner}` };
}

function currencyOf(sign: string, named: string | undefined, store: string): string | undefined {
  if (sign === '') return undefined;
  const shared = SHARED_SIGNS[sign];
  if (shared !== undefined) {
    if (shared.test(named ?? store)) return undefined;
    throw new Unreadable(`has the sign ${sign}, but its currency is ${named ?? store}`);
  }
  const currency = currencyNamed(sign);
  if (!isCurrency(currency)) throw new Unreadable('must be a number such as 25.10');
  if (named !== undefined && named !== currency)
    throw new Unreadable(`is in ${currency}, but its currency is ${named}`);
  return currency;
}

function assertDigits(number: string, currency: string): void {
  const fraction = (number.split('.')[1] ?? '').replace(/0+$/, '');
  const digits = digitsOf(currency);
  if (fraction.length > digits)
    throw new Unreadable(`has ${fraction.length} digits after the point, ${currency} has ${digits}`);
}

/**
 * Returns the ISO 4217 code of a code, sign or everyday name; undefined for an empty field. @throws
 * {Unreadable}
 */
export function currencyIn(field: string): string | undefined {
  if (field === '') return undefined;
  const currency = currencyNamed(field);
  if (!isCurrency(currency)) throw new Unreadable('must be an ISO 4217 code such as USD');
  return currency;
}

/** Returns the quantity: null for an empty field, negative for returns. @throws {Unreadable} */
export function quantityIn(field: string): number | null {
  if (field === '') return null;
  const number = decimalIn(field, '2');
  if (!/^[+-]?\d{1,9}(?:\.\d+)?$/.test(number)) throw new Unreadable('must be a number such as 2');
  return Number(number);
}

/**
 * Returns the id.
 * @throws {Unreadable} for an id that is missing or too long, or that lost digits in a spreadsheet.
 */
export function idIn(field: string, longest: number): string {
  if (field === '') throw new Unreadable('is missing');
  if (field.length > longest) throw new Unreadable(`has more than ${longest} characters`);
  if (hasLostDigits(field)) throw new Unreadable('has lost its digits in a spreadsheet: export the column as text');
  return field;
}
