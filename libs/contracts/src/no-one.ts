// Ids that stand for no customer: broken integrations and tills send them where they have none.
// Taken for an id, such a value would merge all customers without one. Pure.
import { VISIBLE } from './visible';

const PROGRAMS = ['null', 'nil', 'undefined', 'nan', 'none', 'n/a', 'true', 'false', '-1', '[objectobject]'];
const GUESTS = [
  ...['unknown', 'anonymous', 'anonymoususer', 'anonymouscustomer', 'guest', 'guestuser', 'guestcustomer'],
  ...['guestcheckout', 'walkin', 'walkincustomer', 'cashcustomer', 'notloggedin', 'notset', '(notset)', 'nocustomer'],
];
const GUESTS_IN_CHINESE = [
  ...['未知', '未知用户', '未知客户', '匿名', '匿名用户', '匿名客户', '游客', '访客', '散客', '散户', '非会员'],
  ...['无', '空', '路人', '普通顾客'],
];

/** Errors of spreadsheets, as a cell shows them. */
const CELL_ERRORS = ['#n/a', '#ref!', '#value!', '#name?', '#null!', '#num!', '#div/0!'];

const NO_ONE: ReadonlySet<string> = new Set([...PROGRAMS, ...GUESTS, ...GUESTS_IN_CHINESE, ...CELL_ERRORS]);
/** Blanks and signs between two letters: `GUEST-CHECKOUT` is `guestcheckout`. */
const BETWEEN_LETTERS = /(?<=\p{L})[\s_-]+(?=\p{L})/gu;
/** Placeholders that a template or a mailing never filled in: `{{userId}}`, `${id}`, `%%ID%%`. */
const PLACEHOLDER = /^(?:\{\{.*\}\}|\$\{.*\}|\{%.*%\}|<%.*%>|%%.*%%|\*\|.*\|\*|\[\[.*\]\])$/su;
/** Zeros, signs or nothing, and the UUID of zeros. */
const WITHOUT_CONTENT = /^[\s0_.?*#/\\—–-]*$/u;

/**
 * Returns whether an id stands for no customer, in any letter case; true also for invisible text.
 */
export function isNoOne(id: string): boolean {
  if (WITHOUT_CONTENT.test(id) || !VISIBLE.test(id) || PLACEHOLDER.test(id.trim())) return true;
  return NO_ONE.has(id.trim().toLowerCase().replace(BETWEEN_LETTERS, ''));
}
