// What operators ask for.
import { api, dataOf } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Health = Schemas['HealthView'];
export type Quantiles = Schemas['QuantilesView'];
export type DeadLetter = Schemas['DeadLetterView'];
export type DeadLetterWhole = Schemas['WholeDeadLetterView'];
export type LetterPage = Schemas['DeadLetterPage'];
export type Job = Schemas['JobView'];

export type Refused = Schemas['QuarantineView'];

const LETTERS = 50;
const REFUSED = 50;
const JOBS = 10;

export const health = () => dataOf(api.GET('/api/health'));
export const time = () => dataOf(api.GET('/api/time'));
export const openLetters = () =>
  dataOf(api.GET('/api/dead-letters', { params: { query: { state: 'open', limit: LETTERS } } }));
export const letter = (id: string) => dataOf(api.GET('/api/dead-letters/{id}', { params: { path: { id } } }));

/** @param message as it should have been; absent, the same bytes are sent again. */
export const replayLetter = (id: string, message?: Record<string, unknown>) =>
  dataOf(
    api.POST('/api/dead-letters/{id}/replay', {
      params: { path: { id } },
      body: message === undefined ? {} : { message },
    }),
  );

export const discardLetter = (id: string) =>
  dataOf(api.POST('/api/dead-letters/{id}/discard', { params: { path: { id } } }));

const WITH_JOBS = ['ingestion', 'profile', 'scoring', 'campaign', 'delivery'];

/** Of all services, newest first. */
export async function jobs(): Promise<(Job & { service: string })[]> {
  const lists = await Promise.all(
    WITH_JOBS.map(async (service) => {
      const { items } = await dataOf(api.GET('/api/jobs', { params: { query: { service, limit: JOBS } } }));
      return items.map((job) => ({ ...job, service }));
    }),
  );
  return lists.flat().sort((a, b) => b.startedAt - a.startedAt);
}

/** The latest events that were refused at the door, newest first. */
export async function refused() {
  const { items, next } = await dataOf(api.GET('/api/quarantine', { params: { query: { limit: REFUSED } } }));
  // Remarks on events that were taken all the same stand in the same list.
  return { items: items.filter(({ taken }) => !taken), next };
}

export const forgetRefused = (id: number) => dataOf(api.DELETE('/api/quarantine/{id}', { params: { path: { id } } }));

/** Imports and the like, as profile takes them in; newest first. */
export const history = async () =>
  (await dataOf(api.GET('/api/touchpoints', { params: { query: { limit: 1 } } }))).history;

/** Null where there is none, as of a message that was never taken in. */
export const touchpoint = (key: string) =>
  dataOf(api.GET('/api/touchpoints/{key}', { params: { path: { key } } })).catch((error: unknown) => {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  });
