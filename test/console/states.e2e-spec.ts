// The console in other states: the server cannot be reached, the store is empty, messages could not
// be read, dark theme.
import { type Touchpoint, encode, outcomes, touchpoints } from '@segue/contracts';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { purchase } from '../e2e/src/purchase';
import { accessFaults } from './access';
import { describeWithBrowser, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';

jest.setTimeout(120_000);

describeWithBrowser('the console in other states', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    [shop, browser] = [await openShop(), await openBrowser()];
    context = await signedIn(browser, shop);
  });
  beforeEach(async () => {
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it.each([
    [503, 'service_down', 'One of the services does not answer'],
    [500, 'internal', 'give the code below to who runs the server'],
  ])('says what went wrong on a %i, with the code, and tries again', async (status, code, text) => {
    const refuse = (route: Route) => route.fulfill(problem(status, code));
    await page.route('**/api/members?**', refuse);
    await page.goto(`${shop.url}/customers`);
    await seen(page.getByText('This could not be loaded'));
    await seen(page.getByText(text));
    await seen(page.locator('code', { hasText: code }));

    await page.unroute('**/api/members?**', refuse);
    await page.getByRole('button', { name: 'Try again' }).click();
    await seen(page.getByRole('link', { name: '王芳' }));
  });

  it('claims nothing on Home that it does not know', async () => {
    await page.route('**/api/**', (route) => route.fulfill(problem(503, 'service_down')));
    await page.goto(shop.url);
    await seen(page.getByText('What moved this week is not known at the moment.'));
    await seen(page.getByText('Whether something needs you is not known', { exact: false }));
    await seen(page.getByTestId('last-touchpoint').getByText('not known at the moment'));

    const text = await page.locator('main').innerText();
    expect(text).not.toMatch(/Nothing needs you|Quiet for the moment|none has come in/);
    expect(text.match(/This could not be loaded/g)).toHaveLength(3);
  });

  it('tells of orders in a currency without a rate, on Home and at the customer', async () => {
    const order = { order_id: 'abroad-1', total: 500, currency: 'EUR' };
    const event = {
      type: 'track',
      userId: 'abroad',
      event: 'Order Completed',
      messageId: 'abroad-1',
      properties: order,
    };
    expect(await shop.send('/v1/track', event)).toBe(200);
    await page.goto(shop.url);
    await seen(page.getByText('1 customer has orders in a currency without a rate of exchange: they are not valued'));
    await page.goto(`${shop.url}/customers/userId:abroad`);
    await seen(page.getByText('1 order in another currency is not valued: no rate of exchange is known'));
  });

  it('shows that an address bounced, and takes it back into use', async () => {
    const address = 'email:gone@example.com';
    const traits = { type: 'identify', userId: 'gone', traits: { email: 'gone@example.com', name: '郭安' } };
    expect(await shop.send('/v1/identify', traits)).toBe(200);
    const at = Date.now();
    const common = { v: 1, origin: 'live', occurredAt: at, recordedAt: at, cause: null } as const;
    const failed: Touchpoint = {
      ...{
        ...common,
        identity: 'userId:gone',
        source: 'delivery',
        id: 'x/failed',
        type: 'track',
        event: 'Message Failed',
      },
      ...{ ids: ['userId:gone'], properties: { bounced: address, reason: 'SMTP 550' }, context: {}, digest: 'x' },
    };
    await shop.publish(touchpoints.name, failed.identity, encode(failed));
    const { customer } = { customer: 'c' };
    const ended = {
      ...common,
      id: 'x',
      customer,
      campaign: 'thanks',
      status: 'failed',
      reason: 'SMTP 550',
      bounced: address,
    };
    await shop.publish(outcomes.name, customer, encode(ended));
    await page.goto(`${shop.url}/customers/userId:gone`);
    const mark = page.getByTestId('bounced');
    await seen(mark.getByText(/gone@example\.com bounced on .+ \(SMTP 550\): no marketing goes there/));
    await mark.getByRole('button', { name: 'Use it again' }).click();
    await mark.waitFor({ state: 'detached' });
    await seen(page.getByText('admin took gone@example.com back into use'));
  });

  it('names a customer that it does not find in the title', async () => {
    await page.goto(`${shop.url}/customers/userId:nobody-at-all`);
    const title = 'userId:nobody-at-all · Segue';
    for (let look = 0; look < 50 && (await page.title()) !== title; look++) await page.waitForTimeout(100);
    expect(await page.title()).toBe(title);
  });

  it('keeps old data while the server is away, and says from when it is', async () => {
    await page.goto(`${shop.url}/operate`);
    await seen(page.getByText('All 5 services are ready', { exact: false }));
    await page.route('**/api/**', (route) => route.abort());
    await seen(page.getByText(/Some of this is from \d\d:\d\d:\d\d/));
    await seen(page.getByText('All 5 services are ready', { exact: false }));
    expect(await accessFaults(page)).toEqual([]);

    await page.unroute('**/api/**');
    await page.getByText(/Some of this is from/).waitFor({ state: 'detached' });
  });

  it('shows that it waits, but not at once', async () => {
    let asked = 0;
    await page.route('**/api/members?**', async (route) => {
      asked = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await page.goto(`${shop.url}/customers`);
    await page.locator('.ant-skeleton').first().waitFor();
    expect(Date.now() - asked).toBeGreaterThan(250);
    await seen(page.getByRole('link', { name: '王芳' }));
    expect(await page.locator('.ant-skeleton').count()).toBe(0);
  });

  it('shows what is loaded although the part above it does not come', async () => {
    let [asked, isAnswered] = [0, false];
    await page.route(/\/api\/standings\/[^/]+$/, async (route) => {
      asked ||= Date.now();
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      isAnswered = true;
      await route.continue().catch(() => undefined);
    });
    await page.goto(`${shop.url}/customers`);
    await page.getByRole('link', { name: '王芳' }).click();
    await seen(page.getByText('Timeline', { exact: true }).first());
    expect(asked).toBeGreaterThan(0);
    expect(Date.now() - asked).toBeLessThan(6_000);
    expect(isAnswered).toBe(false);
  });

  it('fetches what draws charts only where there is a chart', async () => {
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
    const charts = () => scripts.filter((path) => path.startsWith('/assets/charts'));
    await page.goto(`${shop.url}/customers`);
    await seen(page.getByRole('link', { name: '王芳' }));
    expect(charts()).toEqual([]);

    await page.getByRole('link', { name: '王芳' }).click();
    await seen(page.locator('canvas'));
    expect(charts()).not.toEqual([]);
  });

  it('lists a message that could not be read, shows it, and takes it corrected', async () => {
    const broken = purchase('fang', 'a lot');
    await shop.publish(touchpoints.name, broken.identity, encode(broken));
    await page.goto(`${shop.url}/operate`);
    await page.locator('tr', { hasText: 'properties.total' }).getByRole('button', { name: 'Look' }).click();
    const drawer = page.getByRole('dialog');
    const message = drawer.getByRole('textbox');
    expect(await message.inputValue()).toContain('"a lot"');

    await message.fill('{ not JSON');
    await seen(drawer.getByText('This is not valid JSON.'));
    expect(await drawer.getByRole('button', { name: 'Replay' }).isDisabled()).toBe(true);

    await message.fill(JSON.stringify(purchase('fang', '77.00')));
    await drawer.getByRole('button', { name: 'Replay' }).click();
    await seen(page.getByText('Replayed'));
    await seen(page.getByText('No dead letters', { exact: false }));
    await page.goto(`${shop.url}/customers/userId:fang`);
    await seen(page.getByText('Bought for $77.00'));
  });

  it('says of an order in another currency that the totals leave it out, in both languages', async () => {
    const abroad = purchase('na', '31.50');
    const order = { ...abroad, properties: { ...abroad.properties, currency: 'EUR' } };
    await shop.publish(touchpoints.name, order.identity, encode(order));
    await page.goto(`${shop.url}/customers/userId:na`);
    // The history of tiers names orders as causes.
    const timeline = page.locator('.feed:not([data-testid="tier-history"])');
    const line = timeline.locator('li', { hasText: 'Bought for EUR' });
    await seen(line);
    expect(await line.innerText()).toMatch(/EUR\s31\.50 \(not in the totals: other currency\)/);
    expect(await timeline.locator('li', { hasText: 'Bought for $15.00' }).innerText()).not.toContain('totals');

    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByText('简体中文').click();
    await seen(timeline.locator('li', { hasText: /EUR\s31\.50 （未计入合计：货币不同）/ }));
    await page.getByRole('button', { name: '语言' }).click();
    await page.getByText('English').click();
    await seen(line);
  });

  it('tells a contradiction from what could not be read, and shows which copy counts', async () => {
    const first = { ...purchase('na', '40.00'), id: 'twice', digest: 'a' };
    const second = { ...purchase('na', '41.00'), id: 'twice', digest: 'b' };
    await shop.publish(touchpoints.name, first.identity, encode(first));
    await page.goto(`${shop.url}/customers/userId:na`);
    await seen(page.getByText('Bought for $40.00'));
    await shop.publish(touchpoints.name, second.identity, encode(second));
    await page.goto(shop.url);
    await seen(page.getByText('1 event contradicts an earlier one with the same id'));
    await page.goto(`${shop.url}/operate`);
    const row = page.locator('tr', { hasText: 'Contradicts an earlier event' });
    await row.getByRole('button', { name: 'Look' }).click();
    const drawer = page.getByRole('dialog');
    await seen(drawer.getByRole('link', { name: 'na' }));
    await seen(drawer.locator('tr', { hasText: 'total' }).getByText('40.00'));
    expect(await drawer.locator('tr', { hasText: 'total' }).innerText()).toMatch(/40\.00\s+41\.00/);
    await drawer.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Discard' }).click();
    await seen(page.getByText('No dead letters', { exact: false }));
  });

  it('counts what ingestion refused, and says which event of whom', async () => {
    const refused = { userId: 'u9', event: 'Order Completed', properties: { order_id: 'x', total: 'many' } };
    expect(await shop.send('/v1/track', refused)).toBe(400);
    await page.goto(shop.url);
    await page.getByRole('link', { name: /1 event was refused/ }).click();
    const row = page.locator('tr', { hasText: 'u9' });
    await seen(row.getByText('Amount is no amount of money'));
    await seen(row.getByText('Order Completed'));
    await row.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click();
    await seen(page.getByText('No event was refused.'));
  });

  it('says of a message that was replayed in vain that it came back', async () => {
    const broken = purchase('fang', 'still a lot');
    await shop.publish(touchpoints.name, broken.identity, encode(broken));
    await page.goto(`${shop.url}/operate`);
    const row = page.locator('tr', { hasText: 'properties.total' });
    expect(await row.innerText()).not.toContain('Came back');
    await row.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    await seen(row.getByText('Came back after a replay'));

    await row.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Discard' }).click();
    await seen(page.getByText('No dead letters', { exact: false }));
  });

  it('discards one only when asked twice', async () => {
    const broken = purchase('na', 'nothing');
    await shop.publish(touchpoints.name, broken.identity, encode(broken));
    await page.goto(`${shop.url}/operate`);
    await page.locator('tr', { hasText: 'properties.total' }).getByRole('button', { name: 'Look' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await seen(page.getByText('Discard this message?', { exact: false }));
    await page.getByRole('tooltip').getByRole('button', { name: 'Discard' }).click();
    await seen(page.getByText('No dead letters', { exact: false }));
  });

  it('is dark when that is chosen, and stays so', async () => {
    await page.goto(shop.url);
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await page.reload();
    await seen(page.getByRole('heading', { name: 'The last 7 days' }));

    const [paper, ink] = await coloursOf(page, 'h1');
    expect(brightness(paper)).toBeLessThan(40);
    expect(brightness(ink)).toBeGreaterThan(180);
    await page.getByRole('button', { name: 'Switch to light' }).click();
  });
});

describeWithBrowser('the console of an empty store', () => {
  let shop: Shop;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [shop, browser] = [await openShop({ furnished: false }), await openBrowser()];
    page = await (await signedIn(browser, shop)).newPage();
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('says what each page is for, and leads to the way in', async () => {
    await page.goto(`${shop.url}/customers`);
    await seen(page.getByText('No customers yet'));
    await page.getByRole('button', { name: 'Start with my data' }).click();
    await seen(page.getByRole('heading', { name: 'Bring in your order history' }));
  });

  it('offers no made-up sales', async () => {
    await page.goto(shop.url);
    await seen(page.getByRole('button', { name: 'Start with my data' }).first());
    expect(await page.getByText('Ring up a sale').count()).toBe(0);
    expect(await shop.send('/api/sales', { customer: 'userId:u1', amount: 100 })).toBe(409);
    await page.goto(`${shop.url}/?data`);
  });

  it('makes a write key that works, in commands to copy', async () => {
    await page.getByRole('button', { name: 'Make a write key' }).click();
    await seen(page.getByText('This key is shown here once', { exact: false }));
    const curl = await page.locator('pre', { hasText: 'curl -u' }).innerText();
    const [, key, url, body] = /curl -u (\S+): (\S+) -d '([^']+)'/.exec(curl) ?? [];
    const answer = await fetch(url ?? '', {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
      body: body ?? '',
    });
    expect(answer.status).toBe(200);

    await page.goto(`${shop.url}/customers/userId:u42`);
    await seen(page.getByText('Bought for $29.33'));
  });
});

async function signedIn(browser: Browser, shop: Shop): Promise<BrowserContext> {
  const context = await visitor(browser);
  const page = await context.newPage();
  await page.goto(await shop.link());
  await seen(page.getByRole('heading', { name: 'The last 7 days' }));
  await page.close();
  return context;
}

const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, code }),
});

/** Returns the background behind an element, and its own colour. */
const coloursOf = (page: Page, selector: string): Promise<[string, string]> =>
  page.evaluate(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    let behind = element;
    while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    return [getComputedStyle(behind).backgroundColor, getComputedStyle(element).color];
  })()`);

/** From 0 to 255, multiplied by the alpha. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return ((red + green + blue) / 3) * alpha;
}
