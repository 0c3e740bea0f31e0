// Whether a system is at rest: nothing is unread, unpublished or under way.
import { SERVICES, type ServiceName } from '@segue/contracts';
import type { SegueClient } from '@segue/replay';
import { Client } from 'pg';

type ClientOf = (service: ServiceName) => SegueClient;

interface TopicLag {
  unread: number;
  partitions: { committed: string }[];
}

const UNPUBLISHED = `
  select ((select count(*) from profile.customer where unpublished) + (select count(*) from scoring.unpublished) +
    (select count(*) from campaign.unpublished) +
    (select count(*) from delivery.delivery where unpublished or status in ('queued', 'claimed', 'sending')))::int as unpublished`;

/** Returns the number of rows that are still to be published or sent. */
export async function unpublishedIn(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ unpublished: number }>(UNPUBLISHED);
    return rows[0]?.unpublished ?? 0;
  } finally {
    await client.end();
  }
}

/** Returns the numbers of unread and of committed messages of a service. */
export async function progressOf(service: ServiceName, clientOf: ClientOf): Promise<{ unread: number; done: number }> {
  const { lag } = (await clientOf(service).get(`/api/status/${service}`)) as { lag: TopicLag[] };
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    unread: sum(lag.map((topic) => topic.unread)),
    done: sum(lag.flatMap(({ partitions }) => partitions.map(({ committed }) => Number(committed)))),
  };
}

/** Returns whether all services answer and have read everything. */
export async function hasReadAll(clientOf: ClientOf): Promise<boolean> {
  const states = await Promise.all(
    SERVICES.map((service) =>
      clientOf(service)
        .get(`/api/status/${service}`)
        .catch(() => null),
    ),
  );
  return states.every((state) =>
    (state as { lag?: { unread: number }[] } | null)?.lag?.every(({ unread }) => unread === 0),
  );
}
