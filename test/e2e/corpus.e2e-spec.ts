// Bad input at both APIs of a running process, more than a thousand requests each: each is answered
// quickly, in few bytes and according to the contract, and the process goes on unharmed. SEED
// repeats a run.
import { readFile } from 'node:fs/promises';
import { SegmentEvent } from '@segue/ingestion';
import { describeWith } from '@segue/testing';
import { Asking } from './src/corpus/asking';
import { Dice, type Question } from './src/corpus/question';
import { apiQuestions } from './src/corpus/api';
import { ingestionQuestions } from './src/corpus/ingestion';
import type { ApiDocument } from './src/corpus/schemas';
import { EveryKind } from './src/every-kind';
import { answerTo } from './src/campaigns';
import { CAMPAIGNS, SEGMENTS } from './src/stage';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 180_000;
const AT_A_TIME = 4;
const MOST_GROWTH = 1.2;
const LIVE_EVERY_MS = 250;
const LIVE_WITHIN_MS = 1_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

describeWith('postgres', `bad input (SEED=${SEED})`, () => {
  let system: System;
  let kinds: EveryKind;
  let publicKey: string;

  beforeAll(async () => {
    system = await System.standalone({
      // Rate limits are not tested here.
      env: {
        SEGUE_TRUSTED_PROXIES: '127.0.0.1',
        SEGUE_PUBLIC_EVENTS_PER_SECOND: '100000',
        SEGUE_SERVER_EVENTS_PER_SECOND: '100000',
      },
    });
    kinds = await EveryKind.in(system, system.urlOf('ingestion'));
    const source = await kinds.ask('post', '/api/sources', { name: 'Till', kind: 'public' });
    publicKey = ((await source.json()) as { writeKey: string }).writeKey;
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  const atIngestion = (dice: Dice) =>
    ingestionQuestions(SegmentEvent, { server: system.writeKey, public: publicKey }, dice);

  async function atTheApi(dice: Dice): Promise<Question[]> {
    const document = (await kinds.read('/api/openapi.json')) as ApiDocument;
    const pathsOf = (template: string) => kinds.pathsOf(template);
    const segments = Object.values(SEGMENTS);
    const campaigns = [...Object.values(CAMPAIGNS), answerTo('Store Visited')];
    const bodiesOf = {
      'put /api/segments/{id}': segments,
      'post /api/segments/preview': segments,
      'put /api/campaigns/{id}': campaigns,
      'put /api/limits': [
        { cap: { messages: 1, days: 7 }, quietHours: { from: '22:00', to: '08:00' }, globalControl: 0 },
      ],
      'put /api/channels/{id}': [
        { kind: 'webhook', url: 'http://127.0.0.1:9/nobody', secret: `whsec_${Buffer.alloc(32).toString('base64')}` },
        { kind: 'email', host: 'mail.invalid', port: 587, tls: 'starttls', from: 'shop@example.com' },
      ],
    };
    return apiQuestions(document, { adminToken: system.adminToken, pathsOf, bodiesOf, perRoute: 24 }, dice);
  }

  it('is answered by ingestion', () => holds(atIngestion), PATIENCE_MS);
  it('is answered by the management API', () => holds(atTheApi), PATIENCE_MS);

  /**
   * Checks the answers to all questions, after a first run with other questions of the same kind to
   * warm the process up.
   */
  async function holds(questionsOf: (dice: Dice) => Question[] | Promise<Question[]>): Promise<void> {
    const pid = system.pidOf('standalone');
    const questions = await questionsOf(new Dice(SEED));
    expect(questions.length).toBeGreaterThanOrEqual(1_000);
    await faultsOf(await questionsOf(new Dice(SEED + 1)));
    const before = await residentOf(pid);
    const faults = await faultsOf(questions);
    const growth = (await residentOf(pid)) / before;
    process.stderr.write(`resident memory ${growth.toFixed(2)} times what it was\n`);

    expect(faults).toEqual([]);
    expect(system.pidOf('standalone')).toBe(pid);
    expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
  }

  async function faultsOf(questions: readonly Question[]): Promise<string[]> {
    const asking = new Asking(system.urlOf('ingestion'));
    const began = Date.now();
    const faults: string[] = [];
    const left = [...questions.entries()];
    const work = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [place, question] = next;
        const found = await asking.faultsOf(fromElsewhere(question, place)).catch((error: Error) => [error.message]);
        faults.push(...found.map((fault) => `${place}. ${question.about}: ${fault}`));
      }
    };
    const life = watched(system.urlOf('ingestion'));
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    faults.push(...(await life.end()));
    asking.close();
    const { statuses, slowestMs } = asking;
    const seconds = Math.round((Date.now() - began) / 1000);
    process.stderr.write(
      `SEED=${SEED}: ${questions.length} questions in ${seconds} s, slowest ${Math.round(slowestMs)} ms, ${JSON.stringify(statuses)}\n`,
    );
    return faults;
  }
});

/** Sends each request from another address, to stay below the limit on wrong tokens. */
function fromElsewhere(question: Question, place: number): Question {
  const address = `198.51.${place >> 8}.${place & 255}`;
  return { ...question, headers: { 'x-forwarded-for': address, ...question.headers } };
}

/** Checks continuously that the process is alive; a late answer is requested a second time. */
function watched(url: string): { end(): Promise<string[]> } {
  const faults: string[] = [];
  let isOver = false;
  const ask = async (): Promise<boolean> => {
    const signal = AbortSignal.timeout(LIVE_WITHIN_MS);
    const answer = await fetch(`${url}/livez`, { signal }).catch(() => null);
    return answer?.ok ?? false;
  };
  const loop = (async () => {
    while (!isOver) {
      if (!(await ask()) && !(await ask())) faults.push('/livez did not answer in time');
      await pause(LIVE_EVERY_MS);
    }
  })();
  return {
    async end() {
      isOver = true;
      await loop;
      return faults;
    },
  };
}

/** Returns the resident bytes, the minimum of several samples, so that garbage is excluded. */
async function residentOf(pid: number | undefined): Promise<number> {
  let least = Infinity;
  for (let looks = 0; looks < 5; looks++) {
    await pause(400);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    least = Math.min(least, Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024);
  }
  return least;
}
