// The session of the user. Its cookie yields short-lived tokens, which are kept in memory only.
import type { components } from './schema';

type Session = components['schemas']['TokenView'];

/** A token is renewed this long before it ends. */
const MARGIN_MS = 60_000;

let asked: { session: Promise<Session>; until: number } | null = null;

/** Throws SignedOut where there is no session. */
export function session(): Promise<Session> {
  if (asked === null || asked.until < Date.now()) {
    const fresh = fetchSession();
    const entry = { session: fresh, until: Number.MAX_SAFE_INTEGER };
    asked = entry;
    fresh.then(
      ({ expiresInSeconds }) => (entry.until = Date.now() + expiresInSeconds * 1000 - MARGIN_MS),
      () => (asked = null),
    );
  }
  return asked.session;
}

export async function signOut(): Promise<void> {
  await fetch('/session', { method: 'DELETE' });
  asked = null;
}

export class SignedOut extends Error {}

async function fetchSession(): Promise<Session> {
  const answer = await fetch('/session/token', { method: 'POST' });
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new ApiFault(answer.status, 'session', undefined);
  return (await answer.json()) as Session;
}

/** What is wrong with one field of a request; the message is in English. */
export interface FieldFault {
  path: string;
  message: string;
}

/** A refused or failed request: a stable code, and the English text of the server. */
export class ApiFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string | undefined,
    readonly fields: readonly FieldFault[] = [],
  ) {
    super(code);
  }
}

export async function faultOf(answer: Response): Promise<ApiFault> {
  const body = (await answer.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
    errors?: FieldFault[];
  };
  return new ApiFault(answer.status, body.code ?? `http_${answer.status}`, body.detail, body.errors);
}
