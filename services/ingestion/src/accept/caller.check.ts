// Identifies the caller: the source of a write key, or the admin, who imports history.
import type { Origin } from '@segue/contracts';
import { AuthGuard, Problem } from '@segue/service';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FIRST_SOURCE, type KnownSource, SourceDirectory } from '../sources/source.directory';

export interface Caller {
  source: KnownSource;
  origin: Origin;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Set by importer and replayer, beside the admin's token. */
const ORIGIN_HEADER = 'segue-origin';

/** History and events that the admin enters belong to the first source. */
export const ADMIN_SOURCE: KnownSource = { id: FIRST_SOURCE, public: false, signingKeys: [], eventsPerSecond: null };

@Injectable()
export class CallerCheck {
  constructor(
    private readonly sources: SourceDirectory,
    private readonly guard: AuthGuard,
  ) {}

  /**
   * Identifies the caller by the header, before the body is read: a Basic user name or a bearer
   * token, as Segment's SDKs send it. Null when the header has neither: then the body must.
   * @throws {Problem} 401 for an invalid key or token; 403 when a caller other than the admin sends
   * history; 429 after too many wrong tokens.
   */
  async ofHeader(request: FastifyRequest): Promise<Caller | 'admin' | null> {
    const key = keyIn(request.headers.authorization);
    if (key === null) return null;
    const source = await this.sources.sourceOf(key);
    if (source) return this.withOrigin(source, request.headers, false);
    await this.guard.admit(request, 'events:write').catch((error: unknown) => {
      throw error instanceof Problem && error.status === 429 ? error : noKey();
    });
    return 'admin';
  }

  /**
   * Identifies the caller by the header, else by `writeKey` of the body.
   * @throws {Problem} 401 when neither of them is the key of a source.
   */
  async identify(ofHeader: Caller | 'admin' | null, { headers }: FastifyRequest, body: unknown): Promise<Caller> {
    if (ofHeader !== null && ofHeader !== 'admin') return ofHeader;
    const named = await this.named(body);
    if (ofHeader === 'admin') return this.withOrigin(named ?? ADMIN_SOURCE, headers, true);
    if (named === null) throw noKey();
    return this.withOrigin(named, headers, false);
  }

  private async named(body: unknown): Promise<KnownSource | null> {
    const { writeKey } = (body ?? {}) as { writeKey?: unknown };
    return typeof writeKey === 'string' ? this.sources.sourceOf(writeKey) : null;
  }

  private withOrigin(source: KnownSource, headers: Headers, isAdmin: boolean): Caller {
    const wanted = headers[ORIGIN_HEADER];
    if (wanted === undefined || wanted === 'live') return { source, origin: 'live' };
    if (!isAdmin) throw Problem.forbidden('only the admin may bring history in');
    if (wanted === 'import' || wanted === 'replay') return { source, origin: wanted };
    const message = 'must be live, import or replay';
    throw Problem.badRequest('origin', undefined, [{ path: ORIGIN_HEADER, code: 'origin', message }]);
  }
}

const noKey = (): Problem => Problem.unauthorized('a valid write key is needed');

/**
 * Returns the key or token of an `Authorization` header; null where it has neither. Basic: the key
 * is the user name and the password is empty.
 */
export function keyIn(authorization: string | undefined): string | null {
  const [, scheme, value] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  return scheme.toLowerCase() === 'bearer' ? value : (Buffer.from(value, 'base64').toString().split(':')[0] ?? null);
}
