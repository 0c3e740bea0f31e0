// Pages stand still while they load: the sum of their layout shifts stays below 0.1, which browsers
// call good, on a slow network, where answers come one after the other.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeWithBrowser, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';

jest.setTimeout(180_000);

const MOST = 0.1;
const PAGES = [
  ...['/', '/customers', '/customers/userId:fang', '/segments', '/segments/active', '/value', '/value?tab=models'],
  ...['/campaigns', '/campaigns/thanks', '/campaigns/presets', '/operate'],
];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
/** About a fast 3G network, in bytes a second and milliseconds. */
const NETWORK = { offline: false, latency: 120, downloadThroughput: 400_000, uploadThroughput: 100_000 };

const WATCH = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifts.push(value);
  }).observe({ type: 'layout-shift', buffered: true });`;
const SUM = 'window.shifts.reduce((sum, value) => sum + value, 0)';

describeWithBrowser('layout shift while a page loads', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    [shop, browser] = [await openShop(), await openBrowser()];
    context = await visitor(browser);
    const first = await context.newPage();
    await first.goto(await shop.link());
    await seen(first.getByRole('heading', { name: 'The last 7 days' }));
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  async function watched(size: (typeof SIZES)[number]): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize(size);
    await page.addInitScript(WATCH);
    return page;
  }

  it('is measured: what comes in above the text counts', async () => {
    const page = await watched(SIZES[0]!);
    await page.goto(`${shop.url}/operate`);
    await seen(page.getByText('Healthy'));
    await page.evaluate(`document.querySelector('main').style.paddingTop = '300px'`);
    await page.waitForTimeout(300);
    expect(await page.evaluate(SUM)).toBeGreaterThan(MOST);
    await page.close();
  });

  it.each(SIZES)('stays below 0.1 at a width of $width px', async (size) => {
    const page = await watched(size);
    const network = await context.newCDPSession(page);
    await network.send('Network.emulateNetworkConditions', NETWORK);
    const shifts: Record<string, number> = {};
    for (const path of PAGES) {
      await page.goto(shop.url + path);
      await seen(page.locator('h1'));
      await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
      await page.waitForTimeout(300);
      shifts[path] = await page.evaluate(SUM);
    }
    expect(Object.entries(shifts).filter(([, shift]) => shift >= MOST)).toEqual([]);
  });
});
