// The way of a shop owner who knows only the pages: from an empty store over "connect my shop" to
// the first order at its customer, and to a refused event that is mended.
import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { accessFaults, smallTargets } from './access';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';
import { englishLeft } from './words';

jest.setTimeout(180_000);

const SECRET = 'shpss_of-the-console-test';
const NOW = new Date().toISOString();
const ORDER = {
  ...{ id: 5890123456789, name: '#1001', currency: 'USD', financial_status: 'paid', email: 'ana@example.com' },
  ...{ created_at: NOW, processed_at: NOW, updated_at: NOW, total_price: '77.90', refunds: [] },
  line_items: [{ product_id: 1, sku: 'KETTLE', name: 'Kettle', price: '77.90', quantity: 1 }],
  customer: { id: 6940095564000, email: 'ana@example.com', first_name: 'Ana', last_name: 'Holm' },
};

describeWithBrowser('Connect', () => {
  let shop: Shop;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [shop, browser] = [await openShop({ furnished: false }), await openBrowser()];
    page = await (await visitor(browser)).newPage();
    page.setDefaultTimeout(20_000);
    faults = faultsOf(page);
    await page.goto(await shop.link());
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  async function post(topic: string, payload: object, secret = SECRET): Promise<number> {
    const address = await page.locator('pre.command').filter({ hasText: '/v1/webhooks/' }).innerText();
    const body = JSON.stringify(payload);
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const headers = { 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': signature };
    return (await fetch(address.trim(), { method: 'POST', body, headers })).status;
  }

  it('takes a shop in three questions, and shows what arrives', async () => {
    await page.getByRole('menuitem', { name: 'Connect' }).click();
    await seen(page.getByText('No source has sent anything yet.', { exact: false }));
    await page.getByRole('button', { name: 'Add a source' }).click();
    await page.getByRole('radio', { name: 'A shop system or payments', exact: false }).click();
    await page.getByText('Shopify', { exact: true }).click();
    await page.getByRole('textbox', { name: 'What is it called?' }).fill('Kettles');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await seen(page.getByText('Waiting for the first event', { exact: false }));
    await page.getByLabel('Secret', { exact: true }).fill(SECRET);
    await page.getByRole('button', { name: 'Save the secret' }).click();
    await seen(page.getByText('The secret is saved.', { exact: false }));
    expect(await page.content()).not.toContain(SECRET);

    expect(await post('orders/create', ORDER, 'another')).toBe(401);
    await seen(page.getByText('Wrong signature: compare the secret'));
    expect(await post('orders/create', { ...ORDER, test: true })).toBe(200);
    expect(await post('orders/create', ORDER)).toBe(200);
    await seen(page.getByText('Data arrive.'));
    await seen(page.getByText('A test order'));
    expect(await accessFaults(page)).toEqual([]);
  });

  it('leads from an event to its customer', async () => {
    await page.getByRole('link', { name: 'a***@example.com' }).first().click();
    await seen(page.getByRole('heading', { name: /Ana Holm/ }));
    await seen(page.getByText('Bought for $77.90'));
  });

  it('counts what each source sent, and mends what was refused', async () => {
    const bought = { userId: 'u42', event: 'Order Completed', properties: { order_id: '9', total: '12,5O' } };
    expect(await shop.send('/v1/track', bought)).toBe(400);
    await page.getByRole('menuitem', { name: 'Connect' }).click();
    await seen(page.getByRole('row', { name: /Kettles Shopify .* 2 1 1/ }));
    await page.getByRole('button', { name: 'Look' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Send again' }).click();
    await seen(drawer.getByText('It was refused again.'));
    const text = drawer.getByRole('textbox');
    await text.fill((await text.inputValue()).replace('12,5O', '12.50'));
    await drawer.getByRole('button', { name: 'Send again' }).click();
    await seen(page.getByText('No event was refused.'));
    // The browser itself reports the answer to the first attempt.
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  });

  it('is Chinese on a phone, whole', async () => {
    await page.evaluate(`localStorage.setItem('segue.language', 'zh-CN')`);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [path, text] of [
      ['/connect', '数据是否正确到达'],
      ['/connect/new', '由什么发送数据'],
      ['/connect/server', '最近的事件'],
    ] as const) {
      await page.goto(`${shop.url}${path}`);
      await seen(page.getByText(text));
      await page.waitForFunction('document.documentElement.scrollWidth <= window.innerWidth');
      // Names of sources and events are in whatever language they were given, snippets in none.
      const shown = await page.locator('h1, h2, th, p, label, .muted:not(.mono), .choice').allInnerTexts();
      expect(englishLeft(shown.join('\n').replaceAll('Server', ''))).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
    }
  });
});
