// Creates data of every kind through the routes, and instances of their paths.
import { encode, touchpoints } from '@segue/contracts';
import { answerTo } from './campaigns';
import type { Method } from './declared';
import { purchase } from './purchase';
import { CAMPAIGNS, SEGMENTS, eventually } from './stage';
import type { System } from './system';

export interface Answered {
  method: Method;
  path: string;
  status: number;
  answer: unknown;
}

/** A journey that waits. */
const AFTER_AN_ORDER = answerTo('Order Completed', {
  steps: [
    { node: 'week', kind: 'wait', for: 604_800, next: 'ask' },
    { node: 'ask', kind: 'send', next: 'end' },
    { node: 'end', kind: 'exit' },
  ],
});

/** Returns whether an answer is an empty list or page. */
export function isEmpty(answer: unknown): boolean {
  const { items = answer } = answer as { items?: unknown };
  return Array.isArray(items) && items.length === 0;
}

/**
 * Data of every kind: Ana, who bought and was merged with a visitor; Bo, whose touchpoints are
 * invalid; segments, campaigns and their decisions, jobs, dead letters.
 */
export class EveryKind {
  /** The answers to the requests that created the data. */
  readonly changes: Answered[] = [];
  /** Instances of each path that has parameters or requires a query. */
  private readonly instances: Record<string, string[]> = {};

  private constructor(
    private readonly system: System,
    /** Base URL of all routes. */
    private readonly url: string,
  ) {}

  static async in(system: System, url: string): Promise<EveryKind> {
    const kinds = new EveryKind(system, url);
    await kinds.fill();
    await kinds.name();
    return kinds;
  }

  /** Returns the paths for a route; none if there are no data for it. */
  pathsOf(template: string): string[] {
    return this.instances[template] ?? (template.includes('{') ? [] : [template]);
  }

  ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...(!path.startsWith('/v1') && { authorization: `Bearer ${this.system.adminToken}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async read(path: string): Promise<unknown> {
    const answer = await this.ask('get', path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  private async change(method: Method, path: string, body?: object): Promise<Record<string, never>> {
    const answer = await this.ask(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const json = text === '' ? null : (JSON.parse(text) as Record<string, never>);
    if (json !== null) this.changes.push({ method, path, status: answer.status, answer: json });
    return json ?? {};
  }

  private async fill(): Promise<void> {
    for (const [id, segment] of Object.entries(SEGMENTS)) await this.change('put', `/api/segments/${id}`, segment);
    await this.change('post', '/api/segments/preview', SEGMENTS.active);
    await this.change('put', '/api/channels/receiver', {
      kind: 'webhook',
      url: 'http://127.0.0.1:9/nobody',
      secret: `whsec_${Buffer.alloc(32).toString('base64')}`,
    });
    await this.change('put', '/api/limits', { cap: { messages: 1, days: 7 }, quietHours: null, globalControl: 0 });
    const marketing = answerTo('Order Completed', { class: 'marketing', channel: 'email' });
    const campaigns: Record<string, object> = {
      ...{ hello: answerTo('Store Visited'), offer: marketing, 'post-purchase': AFTER_AN_ORDER },
      'win-back': CAMPAIGNS['win-back'] as object,
      'thank-you': { ...CAMPAIGNS['thank-you'], accepts: ['live'] },
    };
    for (const [id, campaign] of Object.entries(campaigns)) {
      await this.change('put', `/api/campaigns/${id}`, campaign);
      await this.change('post', `/api/campaigns/${id}/state`, { state: 'running' });
    }
    const source = await this.change('post', '/api/sources', { name: 'Shop', kind: 'public' });
    await this.change('post', `/api/sources/${source.id}/keys`);
    await this.change('patch', `/api/sources/${source.id}`, { disabled: true });
    const shop = await this.change('post', '/api/sources', { name: 'Lamps', kind: 'server', webhook: 'woocommerce' });
    await this.change('post', `/api/sources/${shop.id}/signing-keys`);
    await this.importOrders();
    await this.live();
    await this.change('post', '/api/tiers/preview', { a: 1, b: 1 });
    await this.change('put', '/api/segments/guests/list', { name: 'Guests' });
    await this.change('post', '/api/segments/guests/list', { by: 'id', values: ['olga', 'nobody'] });
    await this.change('put', '/api/settings/economics', {
      ...{ marginRate: 0.4, costPerOrder: 1, costPerReturn: 1, costPerContact: 1 },
    });
    await this.change('post', '/api/settings/rfm/take');
    await this.preview();
    await this.fitModels();
    await this.system.quiet();
  }

  private async preview(): Promise<void> {
    await this.system.quiet();
    await this.change('post', '/api/campaigns/win-back/audience', {});
    await this.change('post', '/api/campaigns/hello/rehearsal', { customer: 'userId:ana' });
    await this.change('post', '/api/deliveries/tests', {
      ...{ campaign: 'hello', channel: 'email', to: 'me@example.com', outbox: true },
      ...{ subject: 'Hello', body: 'Hello' },
    });
  }

  private async fitModels(): Promise<void> {
    await this.system.quiet();
    await this.change('post', '/api/models');
    const versions = async () => ((await this.read('/api/models')) as { items: { number: number }[] }).items;
    await eventually(async () => {
      if ((await versions()).length < 2) throw new Error('the fit has not ended');
    });
    await this.change('post', `/api/models/${(await versions())[0]?.number}/live`);
  }

  private async live(): Promise<void> {
    const client = this.system.clientOf('ingestion');
    await this.system.quiet();
    const ana = { userId: 'ana', context: { timezone: 'Europe/Vienna', locale: 'de-AT' } };
    const traits = { name: 'Ana', email: 'ana@example.com', city: 'Wien' };
    const order = (id: string, total: string) => ({
      ...{ ...ana, type: 'track', event: 'Order Completed' },
      properties: { order_id: id, total, currency: 'USD', products: [{ product_id: 'p1' }] },
    });
    await client.send([{ type: 'track', anonymousId: 'a1', event: 'Store Visited' }]);
    await this.system.quiet();
    await client.send([
      { ...ana, type: 'identify', anonymousId: 'a1', traits },
      { ...ana, type: 'track', event: 'Consent Granted', properties: { channel: 'email' } },
      ...[order('o1', '400.00'), order('o2', '500.00'), order('o3', '9.00')],
      { ...ana, type: 'track', event: 'Order Refunded', properties: { order_id: 'o2', total: '5.00' } },
      { type: 'track', userId: 'bo', event: 'Store Visited' },
      // Leaves its tier in 15 days.
      {
        ...{ ...order('o4', '900.00'), userId: 'cleo' },
        timestamp: new Date(Date.now() - 350 * 86_400_000).toISOString(),
      },
    ]);
    const broken = { userId: 'bo', event: 7, writeKey: this.system.writeKey };
    const { status } = await this.ask('post', '/v1/track', broken);
    if (status !== 400) throw new Error(`an event that is none was answered with ${status}`);
    await this.spoil();
  }

  /** Imports an order file of one order, with a line that cannot be read. */
  private async importOrders(): Promise<void> {
    const file = Buffer.from('customer,date,amount\nolga,2024-03-05,10\nolga,2024-03-05,ten\n');
    const { id } = await this.change('post', '/api/imports', { name: 'orders.csv', size: file.length });
    const headers = { authorization: `Bearer ${this.system.adminToken}` };
    await fetch(`${this.url}/api/imports/${id}/parts/0`, { method: 'PUT', headers, body: file });
    await this.change('post', `/api/imports/${id}/start`);
    await eventually(async () => expect(await this.read(`/api/imports/${id}`)).toMatchObject({ state: 'done' }));
  }

  /** Publishes a message that profile cannot fold. */
  private async spoil(): Promise<void> {
    const bus = this.system.openBus();
    const broken = purchase('bo', 'a lot');
    await bus.publish(touchpoints.name, [{ key: broken.identity, value: encode(broken) }]);
    await bus.close();
    for (const list of ['/api/dead-letters', '/api/quarantine'])
      await eventually(async () => expect(isEmpty(await this.read(list))).toBe(false));
  }

  private async name(): Promise<void> {
    const customers = await this.idsOf('/api/customers', 'customer');
    const [jobs, ...others] = [
      '/api/jobs?service=scoring',
      '/api/imports',
      '/api/sources',
      '/api/quarantine',
      '/api/dead-letters',
    ];
    for (const list of [...others, '/api/segments', '/api/campaigns', '/api/decisions'])
      this.each(`${list}/{id}`, await this.idsOf(list));
    this.each('/api/sources/{id}/events', ['server']);
    for (const part of ['results', 'effect', 'steps'])
      this.each(`/api/campaigns/{id}/${part}`, await this.idsOf('/api/campaigns'));
    this.instances['/api/members/states'] = ['/api/members/states?segment=active'];
    this.instances['/api/deliveries/tests'] = ['/api/deliveries/tests?campaign=hello'];
    this.instances['/api/journeys'] = ['/api/journeys?customer=userId:ana'];
    for (const part of ['members', 'days', 'leaving', 'versions']) this.each(`/api/segments/{id}/${part}`, ['active']);
    this.instances['/api/segments/{id}/overlap'] = ['/api/segments/active/overlap?with=active'];
    for (const part of ['customers/{reference}', 'customers/{reference}/timeline'])
      this.each(`/api/${part}`, customers);
    for (const part of ['', '/curve']) this.each(`/api/standings/{reference}${part}`, customers);
    const [guest] = customers;
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    await this.change('put', `/api/standings/${guest}/tier`, { tier: 'MVC', reason: 'Guest of honour', until });
    this.instances['/api/standings/{reference}/tier'] = [`/api/standings/${guest}/tier`];
    this.each('/api/tiers/{tier}/members', Object.keys(((await this.read('/api/tiers')) as { tiers: object }).tiers));
    this.each(
      '/api/transitions/{id}',
      await this.namesOf('/api/transitions', ({ customer, number }) => `${customer as string}:${number as number}`),
    );
    const keyOf = (one: Record<string, unknown>) =>
      `${one.identity as string}/${one.source as string}/${one.id as string}`;
    this.each('/api/touchpoints/{key}', await this.namesOf('/api/touchpoints', keyOf));
    this.each('/api/models/{id}', await this.idsOf('/api/models', 'number'));
    this.each('/api/status/{service}', ['ingestion', 'profile', 'scoring', 'console']);
    this.each('/v1/projects/{writeKey}/settings', [this.system.writeKey]);
    this.instances['/api/standings'] = [`/api/standings?customers=${customers.join(',')}`];
    const { moves } = (await this.read('/api/tiers/coming?days=100')) as { moves: Record<string, string>[] };
    this.instances['/api/tiers/coming/customers'] = moves.map(
      ({ scheme, from, to }) =>
        `/api/tiers/coming/customers?${new URLSearchParams({ scheme, from, to, days: '100' } as never)}`,
    );
    this.instances['/api/customers/matches'] = ['/api/customers/matches?query=w'];
    this.instances['/api/jobs'] = [jobs as string];
    this.instances['/api/jobs/{id}'] = (await this.idsOf(jobs as string)).map(
      (id) => `/api/jobs/${id}?service=scoring`,
    );
  }

  private each(template: string, ids: readonly string[]): void {
    this.instances[template] = ids.map((id) => template.replace(/\{\w+\}/, id));
  }

  private async namesOf(list: string, nameOf: (one: Record<string, unknown>) => string): Promise<string[]> {
    const { items } = (await this.read(list)) as { items: Record<string, unknown>[] };
    return items.map((one) => encodeURIComponent(nameOf(one)));
  }

  private async idsOf(list: string, key = 'id'): Promise<string[]> {
    const answer = (await this.read(list)) as { items?: object[] };
    return ((answer.items ?? answer) as Record<string, string>[]).map((one) => encodeURIComponent(String(one[key])));
  }
}
