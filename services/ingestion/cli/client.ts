// A client of the imports API for the command line.
import { open } from 'node:fs/promises';
import type { ImportBody, ImportView } from '../src/imports/import.views';

const PATIENCE_MS = 120_000;

/** Thrown when the server refuses a request; the message is its reason. */
export class Refused extends Error {}

export class ImportClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Creates an import. @throws {Refused} when the server cannot be reached or refuses. */
  create(body: ImportBody): Promise<ImportView> {
    return this.json('POST', '/api/imports', body);
  }

  /** Sends a file in parts. @param onSent called with the number of bytes sent. */
  async upload({ id, size, partSize }: ImportView, path: string, onSent: (bytes: number) => void): Promise<void> {
    const file = await open(path);
    try {
      for (let from = 0; from < size; from += partSize) {
        const length = Math.min(partSize, size - from);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
        if (bytesRead < length) throw new Error(`${path} became shorter while it was read`);
        await this.ask('PUT', `/api/imports/${id}/parts/${from / partSize}`, buffer, 'application/octet-stream');
        onSent(from + length);
      }
    } finally {
      await file.close();
    }
  }

  start(id: string): Promise<ImportView> {
    return this.json('POST', `/api/imports/${id}/start`, {});
  }

  show(id: string): Promise<ImportView> {
    return this.json('GET', `/api/imports/${id}`);
  }

  private async json<T>(method: string, path: string, body?: object): Promise<T> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return (await (await this.ask(method, path, bytes, 'application/json')).json()) as T;
  }

  /**
   * Sends a request; repeats it after 429, 5xx and broken connections, which is safe for each of
   * these requests.
   */
  private async ask(method: string, path: string, body: Buffer | undefined, type: string): Promise<Response> {
    const until = Date.now() + PATIENCE_MS;
    for (let pause = 100; ; pause = Math.min(2 * pause, 5_000)) {
      const answer = await this.fetched(method, path, body, type);
      if (answer?.ok) return answer;
      const isPassing = answer === null || answer.status === 429 || answer.status >= 500;
      if (!isPassing || Date.now() > until) throw await this.refusalOf(method, path, answer);
      if (answer === null && method === 'POST' && path === '/api/imports')
        throw await this.refusalOf(method, path, null);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Resolves with the answer; null when the server cannot be reached. */
  private async fetched(
    method: string,
    path: string,
    body: Buffer | undefined,
    type: string,
  ): Promise<Response | null> {
    const headers = { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': type }) };
    return fetch(new URL(path, this.url), { method, headers, ...(body && { body: new Uint8Array(body) }) }).catch(
      () => null,
    );
  }

  private async refusalOf(method: string, path: string, answer: Response | null): Promise<Refused> {
    const { origin } = new URL(this.url);
    if (answer === null)
      return new Refused(`${origin} cannot be reached: is Segue running there? Another address: --url, or PORT`);
    return new Refused(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}
