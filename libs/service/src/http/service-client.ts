// Requests of one service to the API of another. Who asks is told by a short-lived token of its
// own.
import { Problem } from './problem';
import { issueToken, signingKey } from '../security/tokens';

const TOKEN_TTL_S = 60;
const TIMEOUT_MS = 5_000;

export class ServiceClient {
  private readonly key: Uint8Array;

  /** @param url where `name` serves its API. */
  constructor(
    private readonly name: string,
    private readonly url: string,
    adminToken: string,
    /** Of the service that asks, for the other one's log. */
    private readonly subject: string,
  ) {
    this.key = signingKey(adminToken);
  }

  /**
   * Its answer to a read. @throws {Problem} 503 when it cannot be reached, falls silent half-way or
   * answers with a fault.
   */
  async read<T>(path: string): Promise<T> {
    const found = await this.find<T>(path);
    if (found === null) throw Problem.serviceDown(this.name);
    return found;
  }

  /** The same, but null for what there is not. */
  find<T>(path: string): Promise<T | null> {
    return this.request(path, { method: 'GET' });
  }

  /** Its answer to a question with a body. @throws {Problem} as `read`. */
  async ask<T>(path: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const found = await this.request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (found === null) throw Problem.serviceDown(this.name);
    return found;
  }

  private async request<T>(path: string, init: RequestInit): Promise<T | null> {
    const token = await issueToken(this.key, { subject: this.subject, role: 'admin' }, TOKEN_TTL_S);
    try {
      return await this.fetched<T>(path, token, init);
    } catch {
      throw Problem.serviceDown(this.name);
    }
  }

  private async fetched<T>(path: string, token: string, init: RequestInit): Promise<T | null> {
    const answer = await fetch(new URL(path, this.url), {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as T;
  }
}
