// Requests of one service to the API of another. Who asks is told by a short-lived token of its own.
import { Problem } from './problem';
import { issueToken, signingKey } from './tokens';

const TOKEN_TTL_S = 60;
const TIMEOUT_MS = 5_000;

export class Neighbour {
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

  /** Whatever it answers. @throws {Problem} 503 when it cannot be reached. */
  async ask(path: string, signal?: AbortSignal): Promise<Response> {
    const token = await issueToken(this.key, { subject: this.subject, role: 'admin', scope: null }, TOKEN_TTL_S);
    try {
      return await fetch(new URL(path, this.url), {
        headers: { authorization: `Bearer ${token}` },
        signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw Problem.unavailable(this.name, `the ${this.name} service cannot be reached`);
    }
  }

  /** Its answer to a read. @throws {Problem} 503 when it cannot be reached or answers with a fault. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.ask(path);
    if (!answer.ok) throw this.silent();
    return (await answer.json()) as T;
  }

  silent(): Problem {
    return Problem.unavailable(this.name, `the ${this.name} service does not answer`);
  }
}
