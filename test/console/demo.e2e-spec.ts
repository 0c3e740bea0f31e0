// The demo's point, on a store that `npm start` has just made: one sale from the suggestions moves
// a customer and writes a message, and the last week can be played once more.
import type { Browser, Page } from 'playwright-core';
import { Launched, until } from '../e2e/src/launched';
import { describeWithBrowser, openBrowser, seen, visitor } from './browser';
import { buildPages } from './shop';

const PLAYED_WITHIN_MS = 300_000;
const MOVE = /(rose|fell) from \S+ to \S+/;
const DECISION = /(wrote to|held back from|waits with)/;

jest.setTimeout(PLAYED_WITHIN_MS + 60_000);

interface Decided {
  items: { campaign: string; outcome: string; customer: string }[];
}

describeWithBrowser('the demo', () => {
  let store: Launched;
  let browser: Browser;
  let page: Page;
  let home: string;
  let customer: { name: string; id: string };

  beforeAll(async () => {
    await buildPages();
    store = await Launched.prepare();
    await store.start();
    browser = await openBrowser();
    page = await (await visitor(browser)).newPage();
    page.setDefaultTimeout(20_000);
    const link = await store.link();
    // The session holds for the host that the link names.
    home = new URL(link).origin;
    await page.goto(link);
    await until(
      async () => (await store.api<{ stage: string | null }>('demo')).body.stage === 'alive',
      PLAYED_WITHIN_MS,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await store?.close();
  });

  const feed = (text: RegExp) => page.locator('.feed li', { hasText: text });

  it('moves a customer by the first suggestion, and a campaign writes', async () => {
    await page.goto(home);
    await page.getByRole('button', { name: 'Ring up a sale' }).first().click();
    const first = page
      .getByRole('region', { name: /^One order from / })
      .getByRole('button')
      .first();
    const name = await first.locator('b').innerText();
    await first.click();
    await page.getByRole('button', { name: 'Ring up', exact: true }).click();

    await seen(page.locator('[data-stage=action][data-reached=true]'));
    expect(await page.locator('[data-stage=tier]').innerText()).toMatch(/(MGC|Standard)\s*→\s*MVC/);
    expect(await page.locator('[data-stage=action]').innerText()).toMatch(/“Thank you, MVC.*” wrote a message/);
    const link = page.getByRole('link', { name: `Open ${name}` });
    customer = { name, id: ((await link.getAttribute('href')) as string).replace('/customers/', '') };
  });

  it('shows both on Home, by name', async () => {
    await page.goto(home);
    await seen(feed(new RegExp(`${customer.name} rose from \\S+ to MVC`)));
    await seen(feed(new RegExp(`“Thank you, MVC.*” wrote to ${customer.name}, in the outbox`)));
  });

  it('shows both on the page of the customer, and the message is in the outbox', async () => {
    await page.goto(`${home}/customers/${customer.id}`);
    await seen(page.getByRole('heading', { name: customer.name }));
    await seen(page.locator('main').getByText('MVC', { exact: true }));
    await page
      .getByRole('link', { name: /^Thank you, MVC/ })
      .first()
      .click();
    await seen(page.getByRole('dialog').getByText('Written, in the outbox').first());

    const { body } = await store.api<Decided>(`decisions?customer=${customer.id}&limit=5`);
    expect(body.items[0]).toMatchObject({ campaign: 'thank-you', outcome: 'sent' });
    const outbox = async () => (await store.api<{ items: { customer: string }[] }>('outbox?limit=5')).body.items;
    await until(async () => (await outbox()).some((message) => message.customer === customer.id));
  });

  it('keeps moves and decisions on Home after the play', async () => {
    await page.goto(home);
    await seen(feed(MOVE));
    await seen(feed(DECISION));
  });

  it('keeps them after a restart, and though an edit has held back hundreds as history', async () => {
    const when = {
      kind: 'and',
      of: [
        { kind: 'tier', scheme: 'value', in: ['MVC', 'MGC'] },
        { kind: 'recency', is: 'atLeast', days: 1 },
      ],
    };
    const edited = { name: 'Valued and silent for a day', rule: { version: 1, when } };
    expect((await store.api('segments/silent-valued', 'PUT', edited)).status).toBe(200);
    await until(async () => (await store.api<Decided>('decisions?reason=history&limit=200')).body.items.length === 200);

    await store.end('SIGTERM');
    await store.start();
    await page.goto(home);
    await seen(feed(MOVE));
    await seen(feed(DECISION));
  });

  it('plays the last week again at one click, to its end', async () => {
    await page.getByRole('button', { name: 'Play the last week again' }).click();
    await seen(page.getByText('The last week, once more'));
    // The week takes half a minute, and either may come towards its end.
    const played = (text: RegExp) => feed(text).first().waitFor({ state: 'visible', timeout: 60_000 });
    await Promise.all([played(MOVE), played(/wrote to/)]);
    await page.getByText('The last week, once more').waitFor({ state: 'hidden', timeout: 60_000 });
    await seen(feed(MOVE));
    await seen(feed(DECISION));
  });
});
