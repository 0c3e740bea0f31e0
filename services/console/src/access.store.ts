// One-time codes and sessions of people.
import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '@segue/service';
import type { Db } from '@segue/store';

export interface Person {
  id: string;
  name: string;
  role: Role;
}

/** The first admin, who starts the server. */
export const FIRST_ADMIN: Person = { id: 'admin', name: 'Admin', role: 'admin' };

const CODE_TTL_MS = 24 * 3_600_000;
export const SESSION_TTL_MS = 30 * 24 * 3_600_000;

const ADD_PERSON = `insert into person (id, name, role, created_at) values ($1, $2, $3, $4) on conflict do nothing`;
/** Deletes the code, so that of two concurrent uses only one succeeds. */
const USE_CODE = `delete from start_code where hash = $1 and expires_at > $2 returning person_id`;
const PERSON_OF_SESSION = `
  select p.id, p.name, p.role from session s join person p on p.id = s.person_id where s.hash = $1 and s.expires_at > $2`;

export class AccessStore {
  constructor(private readonly db: Db) {}

  /** Returns a code that signs this person in once, within 24 hours. */
  async mintCode(person: Person, now: number): Promise<string> {
    const code = secret();
    await this.db.query(ADD_PERSON, [person.id, person.name, person.role, now]);
    await this.db.query('delete from start_code where expires_at <= $1', [now]);
    await this.db.query('insert into start_code (hash, person_id, expires_at) values ($1, $2, $3)', [
      hashOf(code),
      person.id,
      now + CODE_TTL_MS,
    ]);
    return code;
  }

  /** Returns the secret of a new session; null when the code is unknown, used or too old. */
  async openSession(code: string, now: number): Promise<string | null> {
    return this.db.transaction(async (tx) => {
      const [used] = await tx.query<{ person_id: string }>(USE_CODE, [hashOf(code), now]);
      if (used === undefined) return null;
      const session = secret();
      await tx.query('delete from session where expires_at <= $1', [now]);
      await tx.query('insert into session (hash, person_id, expires_at) values ($1, $2, $3)', [
        hashOf(session),
        used.person_id,
        now + SESSION_TTL_MS,
      ]);
      return session;
    });
  }

  async personOf(session: string, now: number): Promise<Person | null> {
    const [person] = await this.db.query<Person>(PERSON_OF_SESSION, [hashOf(session), now]);
    return person ?? null;
  }

  async closeSession(session: string): Promise<void> {
    await this.db.query('delete from session where hash = $1', [hashOf(session)]);
  }
}

const secret = () => randomBytes(24).toString('base64url');
/** Returns the hash of a secret of 192 random bits, which needs neither a salt nor a slow hash. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
