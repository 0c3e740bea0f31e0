// The effects of a public write key on a person known to a server source: claims and withdrawals.
// And how an admin voids such withdrawals.
import { describeWith } from '@segue/testing';
import { eventually } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 120_000;

describeWith('postgres', 'a public write key and a known person', () => {
  let system: System;
  let source: { id: string; writeKey: string };
  beforeAll(async () => {
    system = await System.standalone();
    source = (await ask('POST', '/api/sources', { name: 'shop', kind: 'public' })) as typeof source;
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  async function ask(method: string, path: string, body?: object, token = system.adminToken): Promise<unknown> {
    const answer = await fetch(`${system.urlOf('profile')}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  const say = async (events: object[]) => {
    const answer = await fetch(`${system.urlOf('ingestion')}/v1/batch`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ batch: events }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  };
  const customer = () => ask('GET', '/api/customers/userId:ana') as Promise<Record<string, never>>;

  it(
    'claims, withdraws, and is taken back',
    async () => {
      const consent = (verb: string) => ({
        type: 'track',
        userId: 'ana',
        event: `Consent ${verb}`,
        properties: { channel: 'email' },
      });
      await system
        .clientOf('ingestion')
        .send([{ type: 'identify', userId: 'ana', traits: { email: 'ana@example.org' } }, consent('Granted')]);
      await system.quiet();
      const from = new Date(Date.now() - 1_000).toISOString();
      await say([{ type: 'identify', userId: 'ana', traits: { email: 'evil@example.org' } }, consent('Withdrawn')]);
      await system.quiet();

      expect(await customer()).toMatchObject({
        traits: { email: 'ana@example.org' },
        consents: { 'email/marketing': { granted: false, source: source.id } },
        claims: [{ source: source.id, trait: 'email', value: 'evil@example.org' }],
      });

      const to = new Date(Date.now() - 1).toISOString();
      const { job } = (await ask('POST', '/api/withdrawals/void', { source: source.id, from, to })) as { job: string };
      await eventually(async () => {
        expect(await ask('GET', `/api/jobs/${job}`)).toMatchObject({ state: 'done', done: 1 });
        expect(await customer()).toMatchObject({ consents: { 'email/marketing': { granted: true, source: null } } });
      });
    },
    PATIENCE_MS,
  );
});
