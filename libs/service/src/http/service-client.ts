// A client of another service's HTTP API. It identifies its own service by a short-lived token.
import type { Answer } from '@segue/contracts';
import { Problem } from './problem';
import { issueToken, signingKey } from '../security/tokens';

const TOKEN_TTL_S = 60;
const TIMEOUT_MS = 5_000;

export class ServiceClient {
  private readonly key: Uint8Array;

  /** @param url base URL of the API of `name`. */
  constructor(
    private readonly name: string,
    private readonly url: string,
    adminToken: string,
    /** Name of the calling service, for the other service's log. */
    private readonly subject: string,
  ) {
    this.key = signingKey(adminToken);
  }

  /**
   * Returns the answer to a GET.
   * @throws {Problem} 503 when the service cannot be reached, does not answer in time, or answers
   * with an error or with what is not `answer`; 400, 413 and 422 as the service answers.
   */
  async read<T>(path: string, answer: Answer<T>): Promise<T> {
    const found = await this.find(path, answer);
    if (found === null) throw Problem.serviceDown(this.name);
    return found;
  }

  /** Returns the answer to a GET; null for a 404. @throws {Problem} as `read`. */
  find<T>(path: string, answer: Answer<T>): Promise<T | null> {
    return this.request(path, { method: 'GET' }, (found) => this.valueOf(found, answer));
  }

  /** Returns the answer to a POST with this body. @throws {Problem} as `read`. */
  ask<T>(path: string, body: object, answer: Answer<T>): Promise<T> {
    return this.post(path, body, (found) => this.valueOf(found, answer));
  }

  /** Resolves when a POST with this body has succeeded. @throws {Problem} as `read`. */
  async send(path: string, body: object): Promise<void> {
    await this.post(path, body, (found) => found.arrayBuffer());
  }

  private async post<T>(path: string, body: object, read: (found: Response) => Promise<T>): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const found = await this.request(path, { method: 'POST', headers, body: JSON.stringify(body) }, read);
    if (found === null) throw Problem.serviceDown(this.name);
    return found;
  }

  private async request<T>(path: string, init: RequestInit, read: (found: Response) => Promise<T>): Promise<T | null> {
    const token = await issueToken(this.key, { subject: this.subject, role: 'admin' }, TOKEN_TTL_S);
    try {
      const found = await this.fetched(path, token, init);
      return found && (await read(found));
    } catch (error) {
      throw error instanceof Problem ? error : Problem.serviceDown(this.name);
    }
  }

  private async valueOf<T>(found: Response, { path, check }: Answer<T>): Promise<T> {
    const value: unknown = await found.json();
    const fault = check(value);
    if (fault === null) return value as T;
    const where = fault.path === '' ? '' : `, ${fault.path}`;
    throw Problem.unavailable(
      'service_down',
      `the ${this.name} service is of another version: its answer to ${path}${where}: ${fault.message}`,
    );
  }

  private async fetched(path: string, token: string, init: RequestInit): Promise<Response | null> {
    const answer = await fetch(new URL(path, this.url), {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 404) return null;
    // Refused for the same reason every time, unlike during an outage.
    if (answer.status === 400 || answer.status === 413 || answer.status === 422) throw await Problem.in(answer);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  }
}
