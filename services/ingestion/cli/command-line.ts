// The command line of the import program.
import { parseArgs } from 'node:util';
import { CUSTOMER_KINDS, type CustomerKind, ENCODINGS, isEncoding } from '@segue/order-files';
import { isCurrency } from '@segue/orders';
import type { ImportOptions } from '../src/imports/domain/options';

const USAGE = [
  'usage: main.js <import|check> <file> [options]',
  '  --url           where Segue is; http://127.0.0.1:$PORT, or SEGUE_URL',
  "  --zone          IANA zone in which days begin; the store's",
  "  --currency      ISO 4217, of amounts for which the file names none; the store's",
  `  --customer-kind what the customer column holds: ${CUSTOMER_KINDS.join(', ')}; as the column's name says`,
  "  --country       ISO 3166-1, of phone numbers without a prefix; the store's",
  `  --encoding      ${ENCODINGS.join(', ')}; as the bytes say`,
  '  --leave-out     states, by comma, whose lines are no orders: refunded,pending',
  '  --prefix        tells customers and orders of this file apart from those of others',
].join('\n');

export interface CommandLine {
  kind: 'import' | 'check';
  path: string;
  url: string;
  options: ImportOptions;
}

/** @throws {Error} with the usage, or naming an option with an invalid value. */
export function commandLine(): CommandLine {
  const { positionals, values } = parsed();
  const [kind, path] = positionals;
  if (values.help || (kind !== 'import' && kind !== 'check') || !path) throw new Error(USAGE);
  return { kind, path, url: values.url, options: optionsOf(values) };
}

type Values = ReturnType<typeof parsed>['values'];

function parsed() {
  return parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: process.env.SEGUE_URL ?? `http://127.0.0.1:${process.env.PORT || 3000}` },
      zone: { type: 'string' },
      currency: { type: 'string' },
      country: { type: 'string' },
      'customer-kind': { type: 'string' },
      encoding: { type: 'string' },
      'leave-out': { type: 'string', default: '' },
      prefix: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function optionsOf(values: Values): ImportOptions {
  const { 'customer-kind': kind, encoding, currency, zone, country, prefix, 'leave-out': states } = values;
  const leaveOut = states.split(',').filter((state) => state !== '');
  if (kind !== undefined && !isCustomerKind(kind))
    throw new Error(`--customer-kind: one of ${CUSTOMER_KINDS.join(', ')}`);
  if (encoding !== undefined && !isEncoding(encoding)) throw new Error(`--encoding: one of ${ENCODINGS.join(', ')}`);
  if (currency !== undefined && !isCurrency(currency))
    throw new Error('--currency: must be an ISO 4217 code such as USD');
  return {
    ...(zone !== undefined && { zone }),
    ...(currency !== undefined && { currency }),
    ...(country !== undefined && { country }),
    ...(kind !== undefined && { customerKind: kind }),
    ...(encoding !== undefined && { encoding }),
    ...(leaveOut.length > 0 && { leaveOut }),
    ...(prefix !== undefined && { prefix }),
  };
}

const isCustomerKind = (kind: string): kind is CustomerKind => (CUSTOMER_KINDS as readonly string[]).includes(kind);
