// Answers of the operators' paths, which the OpenAPI document names without their shapes.
import { ask } from './client';

export interface Quantiles {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface ServiceStatus {
  service: string;
  instance: string;
  startedAt: string;
  uptimeSeconds: number;
  ready: boolean;
  checks: { name: string; ok: boolean; ms: number }[];
  time: { now: string; mode: 'wall' | 'stream' } | null;
  lag: { topic: string; unread: number }[];
  stages: Record<string, Quantiles>;
}

export interface Health {
  asOf: string;
  healthy: boolean;
  services: { service: string; down: boolean; status: ServiceStatus | null }[];
}

export interface TimeState {
  mode: 'wall' | 'stream';
  now: string;
  mark: string | null;
}

export interface DeadLetter {
  id: string;
  topic: string;
  reader: string;
  code: string;
  path: string;
  reason: string;
  state: string;
  recordedAt: string;
  settledAt: string | null;
}

export interface DeadLetterWhole extends DeadLetter {
  key: string;
  headers: Record<string, string>;
  value: string;
}

export interface Job {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed' | 'cancelled' | 'lost';
  done: number;
  total: number | null;
  error: string | null;
  startedAt: number;
  endedAt: number | null;
}

export interface Paged<T> {
  items: T[];
  next: string | null;
}

export const health = () => ask<Health>('/api/health');
export const time = () => ask<TimeState>('/api/time');
export const openLetters = () => ask<Paged<DeadLetter>>('/api/dead-letters?state=open&limit=50');
export const letter = (id: string) => ask<DeadLetterWhole>(`/api/dead-letters/${encodeURIComponent(id)}`);

export const settleLetter = (id: string, how: 'replay' | 'discard', message?: object) =>
  ask<DeadLetterWhole>(`/api/dead-letters/${encodeURIComponent(id)}/${how}`, {
    method: 'POST',
    body: message === undefined ? {} : { message },
  });

const WITH_JOBS = ['ingestion', 'profile', 'scoring', 'campaign', 'delivery'];

/** Of all services, newest first. */
export async function jobs(): Promise<(Job & { service: string })[]> {
  const lists = await Promise.all(
    WITH_JOBS.map(async (service) => {
      const { items } = await ask<Paged<Job>>(`/api/jobs?service=${service}&limit=10`);
      return items.map((job) => ({ ...job, service }));
    }),
  );
  return lists.flat().sort((a, b) => b.startedAt - a.startedAt);
}
