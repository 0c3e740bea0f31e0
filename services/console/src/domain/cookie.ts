// The session's cookie, written and read. Pure.

const NAME = 'segue_session';

/** Returns the cookie: for requests of this site only, and unreadable for scripts. */
export function sessionCookie(session: string, ttlMs: number, secure: boolean): string {
  const parts = [`${NAME}=${session}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${Math.floor(ttlMs / 1000)}`];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

export const endedCookie = (secure: boolean): string => sessionCookie('', 0, secure);

export function sessionIn(cookies: string | undefined): string | null {
  for (const cookie of cookies?.split(';') ?? []) {
    const [name, value] = cookie.trim().split('=', 2);
    if (name === NAME && value) return value;
  }
  return null;
}
