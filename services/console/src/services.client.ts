// A client of all services' HTTP APIs for the console's server; finds the service by path.
import { Problem, issueToken, signingKey } from '@segue/service';
import type { ServiceName } from '@segue/contracts';
import { type Places, serviceOf } from './domain/places';

const TOKEN_TTL_S = 300;
const TIMEOUT_MS = 5_000;

export class ServicesClient {
  private readonly key: Uint8Array;
  private token: { value: string; until: number } | null = null;

  /** @param ownUrl base URL of services in this process. */
  constructor(
    private readonly places: Places,
    private readonly ownUrl: string,
    adminToken: string,
  ) {
    this.key = signingKey(adminToken);
  }

  urlOf(service: ServiceName): string {
    return this.places[service] ?? this.ownUrl;
  }

  /**
   * Resolves with the answer. @throws {Problem} that of the service, or 503 `service_down` when it
   * cannot be reached.
   */
  async get<T>(path: string): Promise<T> {
    return (await this.send('GET', path)) as T;
  }

  async post<T>(path: string, body: object): Promise<T> {
    return (await this.send('POST', path, JSON.stringify(body))) as T;
  }

  private async send(method: string, path: string, body?: string): Promise<unknown> {
    const service = serviceOf(path) as ServiceName;
    const answer = await fetch(new URL(path, this.urlOf(service)), {
      method,
      headers: {
        authorization: `Bearer ${await this.bearer()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw Problem.serviceDown(service);
    });
    if (!answer.ok) throw await Problem.in(answer);
    return answer.status === 204 ? null : answer.json();
  }

  private async bearer(): Promise<string> {
    const now = Date.now();
    if (this.token === null || this.token.until < now) {
      const value = await issueToken(this.key, { subject: 'console', role: 'admin' }, TOKEN_TTL_S);
      this.token = { value, until: now + (TOKEN_TTL_S - 60) * 1000 };
    }
    return this.token.value;
  }
}
