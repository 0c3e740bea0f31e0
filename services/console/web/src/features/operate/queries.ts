// Queries of Operate.
import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { $api } from '../../api/client';
import type { Job } from '../../api/types';
import type { ServiceJob } from './import-job';

export const SERVICES = ['ingestion', 'profile', 'scoring', 'campaign', 'delivery'] as const;
const LATEST = 10;
const BUSY_MS = 1_000;
const IDLE_MS = 10_000;

const jobsOf = (service: string) =>
  $api.queryOptions(
    'get',
    '/api/jobs',
    { params: { query: { service, limit: LATEST } } },
    {
      refetchInterval: ({ state }) => (state.data?.items.some((job) => job.state === 'running') ? BUSY_MS : IDLE_MS),
    },
  );

/** The latest jobs of all services, newest first. Undefined until all services have answered. */
export const useJobs = () => useQueries({ queries: SERVICES.map(jobsOf), combine: joined });

function joined(answers: readonly UseQueryResult<{ items: Job[] }, unknown>[]) {
  const lists = answers.map(({ data }, place) =>
    data?.items.map((job) => ({ ...job, service: SERVICES[place] ?? '' })),
  );
  const jobs = lists.every((list) => list !== undefined)
    ? lists.flat().sort((a, b) => b.startedAt - a.startedAt)
    : undefined;
  return {
    data: jobs as ServiceJob[] | undefined,
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => Promise.all(answers.map(({ refetch }) => refetch())),
  };
}
