// Who sends: the source that a write key belongs to, or the admin who brings history in.
import type { Origin } from '@segue/contracts';
import { AuthGuard, CONTEXT, Problem, type ServiceContext } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import { FIRST_SOURCE, type KnownSource, SourceDirectory } from './source.directory';

export interface Caller {
  source: KnownSource;
  origin: Origin;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Set by importer and replayer, beside the admin's token. */
const ORIGIN_HEADER = 'segue-origin';

/** History and what the admin types in stand under the first source. */
const ADMIN_SOURCE: KnownSource = { id: FIRST_SOURCE, public: false, signingKeys: [], eventsPerSecond: null };

@Injectable()
export class CallerCheck {
  private readonly guard: AuthGuard;

  constructor(
    private readonly sources: SourceDirectory,
    @Inject(CONTEXT) { adminToken }: ServiceContext,
  ) {
    this.guard = new AuthGuard(adminToken);
  }

  /**
   * The write key stands where Segment's SDKs put it: Basic user name, bearer token, or `writeKey` of the body.
   * @throws {Problem} 401 without a valid key; 403 when others than the admin claim to bring history.
   */
  async identify(headers: Headers, body: unknown): Promise<Caller> {
    const authorization = headers.authorization as string | undefined;
    const key = keyIn(authorization);
    const source = key === null ? null : await this.sources.sourceOf(key);
    if (source) return this.withOrigin(source, headers, false);
    const isAdmin = (await this.guard.principalOf(authorization))?.role === 'admin';
    const named = await this.named(body);
    if (isAdmin) return this.withOrigin(named ?? ADMIN_SOURCE, headers, true);
    if (key !== null || named === null) throw Problem.unauthorized('a valid write key is needed');
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

/** Basic: the key is the user name and the password is empty. */
function keyIn(authorization: string | undefined): string | null {
  const [, scheme, value] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  return scheme.toLowerCase() === 'bearer' ? value : (Buffer.from(value, 'base64').toString().split(':')[0] ?? null);
}
