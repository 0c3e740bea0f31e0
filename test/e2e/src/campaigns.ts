// Campaigns for tests and benches: in few words, and under way.
import type { System } from './system';

/**
 * Answers every touchpoint of one name, whoever sends it and however often; into the outbox unless
 * told otherwise.
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
