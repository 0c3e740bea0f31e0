// Campaigns for tests and benches: short definitions, and starting them.
import type { System } from './system';

/**
 * Returns a campaign that answers every touchpoint of one name, without limits; to the outbox by
 * default.
 */
export const answerTo = (event: string, over: object = {}): object => ({
  name: `answer to ${event}`,
  trigger: { on: 'touchpoint', event },
  class: 'service',
  channel: 'webhook',
  delivery: 'outbox',
  content: { subject: 'Hello', body: 'Hello {{ customer.name }}' },
  control: 0,
  againAfterDays: 0,
  accepts: ['live'],
  ...over,
});

export async function runCampaign(system: System, id: string, campaign: object): Promise<void> {
  const client = system.clientOf('campaign');
  await client.put(`/api/campaigns/${id}`, campaign);
  await client.put(`/api/campaigns/${id}/state`, { state: 'running' }, 'POST');
}
