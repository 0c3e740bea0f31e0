// Sends one question of the corpus and reports what is wrong with the answer.
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Question } from './question';

export interface Answer {
  status: number;
  type: string;
  retryAfter: string | undefined;
  bytes: number;
  body: string;
  ms: number;
}

const SLOWEST_MS = 1_000;
/** Milliseconds after which a request is aborted. */
const PATIENCE_MS = 20_000;
const SMALL_QUESTION_BYTES = 64 * 1024;
const LARGEST_ANSWER_BYTES = 64 * 1024;
/** Answers that may be large: the document of all routes, and pages of histories. */
const LARGE_BY_NATURE = ['/api/openapi.json', '/api/histories'];
const CODE = /^[a-z][a-z0-9_]*$/;

export class Asking {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });
  /** Number of answers, by status. */
  readonly statuses: Record<number, number> = {};
  slowestMs = 0;

  constructor(private readonly url: string) {}

  close(): void {
    this.agent.destroy();
  }

  /**
   * Returns descriptions of what is wrong with the answer; empty if nothing is. A late answer is
   * requested a second time.
   */
  async faultsOf(question: Question): Promise<string[]> {
    const first = await this.ask(question);
    const answer = first.ms > SLOWEST_MS ? await this.ask(question) : first;
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    this.slowestMs = Math.max(this.slowestMs, answer.ms);
    return [...faultsIn(question, answer), ...expectationsMissed(question, answer)];
  }

  /** Resolves with the answer; rejects when there is none. */
  ask({ method, path, headers, body }: Question): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(body.length) };
      const asked = request(
        { hostname, port, method, path, agent: this.agent, headers: { ...headers, ...length } },
        (answer) => {
          read(answer, () => asked.destroy()).then(
            (text) =>
              resolve({
                ...read.facts(answer),
                bytes: text.length,
                body: text.toString(),
                ms: performance.now() - began,
              }),
            reject,
          );
        },
      );
      asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.end(body);
    });
  }
}

/**
 * Returns the whole body; of a stream of events only the beginning, after which it closes the
 * connection.
 */
async function read(answer: IncomingMessage, leave: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
    if (answer.headers['content-type']?.startsWith('text/event-stream')) break;
  }
  if (!answer.complete) leave();
  return Buffer.concat(chunks);
}
read.facts = ({ statusCode = 0, headers }: IncomingMessage) => ({
  status: statusCode,
  type: headers['content-type'] ?? '',
  retryAfter: headers['retry-after'],
});

function faultsIn(
  { method, path, body }: Question,
  { status, type, retryAfter, bytes, body: text, ms }: Answer,
): string[] {
  const faults: string[] = [];
  if (status >= 500) faults.push(`status ${status}`);
  if (ms > SLOWEST_MS) faults.push(`answered after ${Math.round(ms)} ms`);
  const isSmall = (body?.length ?? 0) <= SMALL_QUESTION_BYTES && !LARGE_BY_NATURE.some((one) => path.startsWith(one));
  if (isSmall && bytes > LARGEST_ANSWER_BYTES) faults.push(`${bytes} bytes of answer`);
  if (status === 429 && !/^[1-9]\d*$/.test(retryAfter ?? '')) faults.push('429 without Retry-After');
  if (status < 400) return faults;
  if (!type.startsWith('application/problem+json')) faults.push(`an error of the type "${type}"`);
  return method === 'HEAD' ? faults : [...faults, ...problemFaults(text, status)];
}

interface ProblemBody {
  status?: number;
  code?: string;
  errors?: { path?: unknown; code?: unknown }[];
}

function problemOf(text: string): ProblemBody | null {
  try {
    return JSON.parse(text) as ProblemBody;
  } catch {
    return null;
  }
}

function problemFaults(text: string, status: number): string[] {
  const problem = problemOf(text);
  if (problem === null) return ['an error that is not JSON'];
  const faults: string[] = [];
  if (problem.status !== status) faults.push(`the body says ${problem.status}`);
  if (!CODE.test(problem.code ?? '')) faults.push(`the code "${problem.code}"`);
  const { errors } = problem;
  if (status === 400 && !errors?.length) faults.push('400 without paths');
  if (errors?.some(({ path, code }) => typeof path !== 'string' || typeof code !== 'string'))
    faults.push('a path that is none');
  return faults;
}

function expectationsMissed({ refusedAt, isWrong }: Question, { status, body }: Answer): string[] {
  if (isWrong === true && (status < 400 || status >= 500)) return [`was taken with ${status}`];
  if (refusedAt === undefined) return [];
  const { errors, rejected } = (problemOf(body) ?? {}) as ProblemBody & { rejected?: { path: string }[] };
  const paths = [...(errors ?? []), ...(rejected ?? [])].map(({ path }) => String(path));
  const isNamed = paths.some((path) => path === refusedAt || path.startsWith(`${refusedAt}.`));
  return isNamed ? [] : [`${status} that names [${paths.join(', ')}] instead of ${refusedAt}`];
}
