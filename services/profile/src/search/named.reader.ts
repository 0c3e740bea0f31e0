// Finds identities by what a list of customers names: ids, e-mails or phone numbers, whole and in
// their normal form. Read only, off the hot path.
import { addressValue, emailOf } from '@segue/addresses';
import { type Identity, IDENTITY_KINDS, identityOf, isIdentity } from '@segue/contracts';
import type { Db } from '@segue/store';
import { storedIdentities } from '../customers/domain/reference';

export const NAMED_BY = ['id', 'email', 'phone'] as const;
export type NamedBy = (typeof NAMED_BY)[number];

const IDENTITIES = `select identity from identity where identity = any($1::text[])`;
const BY_TERM = `
  select asked.term, found.identity from unnest($1::text[]) as asked(term)
  cross join lateral (
    select distinct i.identity from term t join identity i using (identity) where t.term = asked.term limit $2
  ) as found`;
/** An address of more identities than this is a placeholder and names no customer. */
const MOST_NAMED = 100;
const FEWEST_DIGITS = 7;

/** Devices and visitors are not what a list names. */
const ID_KINDS = IDENTITY_KINDS.filter((kind) => !['email', 'phone', 'deviceId', 'anonymousId'].includes(kind));

export class NamedReader {
  constructor(
    private readonly db: Db,
    private readonly country?: string,
  ) {}

  /**
   * Resolves with the identities of each value, in the order of the values. An address that several
   * customers have finds all of them. Empty for a value that no customer has, and for one with more
   * than MOST_NAMED identities.
   */
  async find(by: NamedBy, values: readonly string[]): Promise<Identity[][]> {
    const asked = values.map((value) => this.candidates(by, value.trim()));
    const rows = await this.db.query<{ identity: Identity }>(IDENTITIES, [asked.flat()]);
    const known = new Set(rows.map(({ identity }) => identity));
    const named = asked.map((some) => some.filter((identity) => known.has(identity)));
    if (by === 'id') return named.map((some) => some.slice(0, 1));
    const terms = values.map((value) => this.termOf(by, value.trim()));
    const having = new Map<string, Identity[]>();
    const parameters = [[...new Set(terms.flatMap((term) => term ?? []))], MOST_NAMED + 1];
    for (const { term, identity } of await this.db.query<{ term: string; identity: Identity }>(BY_TERM, parameters))
      having.set(term, [...(having.get(term) ?? []), identity]);
    return named.map((some, place) => {
      const all = [...new Set([...some, ...(having.get(terms[place] ?? '') ?? [])])];
      return all.length > MOST_NAMED ? [] : all;
    });
  }

  /** The term under which search has an address; null for a value that is none, such as a name. */
  private termOf(by: 'email' | 'phone', value: string): string | null {
    const isAddress =
      by === 'email'
        ? emailOf(value) !== null
        : /^\+?[\d\s().-]+$/.test(value) && value.replace(/\D/g, '').length >= FEWEST_DIGITS;
    return isAddress ? addressValue(by, value, this.country) : null;
  }

  /** The identities that a value may mean, the strongest first. */
  private candidates(by: NamedBy, value: string): readonly Identity[] {
    if (value === '') return [];
    if (by !== 'id') return storedIdentities(identityOf(by, value), this.country);
    const named = isIdentity(value) ? [value] : ID_KINDS.map((kind) => identityOf(kind, value));
    return named.flatMap((identity) => storedIdentities(identity, this.country));
  }
}
