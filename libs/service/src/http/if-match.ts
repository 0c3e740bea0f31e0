// The version that an edit is based on, as a client sends it in `If-Match`.
import { Problem } from './problem';

/** A strong entity tag of RFC 9110 (`"3"`), or the bare number. */
const VERSION = /^(?:"(\d{1,15})"|(\d{1,15}))$/;

/**
 * Returns the version; null where the header is absent.
 * @throws {Problem} 400 with the path `if-match` for anything else than a version.
 */
export function versionIn(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined) return null;
  const [, quoted, bare] = VERSION.exec(ifMatch.trim()) ?? [];
  const version = quoted ?? bare;
  if (version !== undefined) return Number(version);
  throw Problem.invalid({
    path: 'if-match',
    code: 'version',
    message: 'must be the version that was edited, as in "3" (0 for what is new)',
  });
}
