import type { Browser, Page } from 'playwright-core';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';
import { englishLeft } from './words';

jest.setTimeout(120_000);

describeWithBrowser('the console', () => {
  let shop: Shop;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    shop = await openShop();
    browser = await openBrowser();
    page = await (await visitor(browser)).newPage();
    faults = faultsOf(page);
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('signs in by the one-time link, once', async () => {
    const link = await shop.link();
    await page.goto(link);
    await seen(page.getByRole('heading', { name: 'This week' }));

    const other = await (await visitor(browser)).newPage();
    await other.goto(link);
    await seen(other.getByText('This link was used already'));
  });

  it('rings up a sale and shows it on its way to the action', async () => {
    await page.getByRole('button', { name: 'Ring up a sale' }).first().click();
    await page.getByRole('combobox', { name: 'Customer' }).fill('王');
    await page.getByTitle(/王芳/).first().click();
    await page.getByLabel('Amount').fill('200');
    await page.getByRole('button', { name: 'Ring up', exact: true }).click();

    await seen(page.locator('[data-stage=action][data-reached=true]'));
    expect(await page.locator('[data-stage=tier]').innerText()).toMatch(/MVC/);
    expect(await page.locator('[data-stage=action]').innerText()).toMatch(/held back: no consent/);
  });

  it('tells of it on Home, by name', async () => {
    await page.goto(shop.url);
    await seen(page.locator('.feed li', { hasText: /王芳 rose from \S+ to MVC/ }));
    expect(await page.getByTestId('last-touchpoint').innerText()).toMatch(/ago|just now/);
  });

  it('finds the customer and shows where she stands, and why she was not written to', async () => {
    await page.goto(`${shop.url}/customers`);
    await page.getByPlaceholder('Name, e-mail, phone or id').fill('fang@');
    await page.getByRole('link', { name: '王芳' }).click();
    await seen(page.getByRole('heading', { name: '王芳' }));
    await seen(page.getByText('Bought for $200.00'));
    await seen(page.getByRole('link', { name: '九十天内购买' }));

    await page.getByRole('link', { name: '感谢' }).click();
    const drawer = page.getByRole('dialog');
    await seen(drawer.getByText('E-mail', { exact: false }).first());
    expect(await drawer.locator('li', { hasText: 'Consent' }).first().innerText()).toMatch(/not met/);
  });

  it('says that all is healthy', async () => {
    await page.goto(`${shop.url}/operate`);
    await seen(page.getByText('Healthy'));
    await seen(page.getByText('No dead letters', { exact: false }));
  });

  it('leaves no English in Chinese', async () => {
    // The measure itself works: in English it finds plenty.
    expect(englishLeft(await visibleText(page)).length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByText('简体中文').click();
    const ready = { '/': '正在发生', '/customers': '下次变化', '/customers/userId:fang': '时间线', '/operate': '健康' };
    for (const [path, text] of Object.entries(ready)) {
      await page.goto(shop.url + path);
      await seen(page.getByText(text).first());
      await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
      expect([path, englishLeft(await visibleText(page))]).toEqual([path, []]);
    }
    await page.goto(`${shop.url}/customers/userId:fang`);
    await page.getByRole('link', { name: '感谢' }).click();
    await seen(page.getByText('检查了什么'));
    expect(englishLeft(await visibleText(page))).toEqual([]);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/', '/customers', '/customers/userId:fang', '/operate']) {
      await page.goto(shop.url + path);
      await seen(page.getByRole('navigation'));
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([path, over]).toEqual([path, 0]);
    }
  });

  it('says where an address leads nowhere', async () => {
    await page.goto(`${shop.url}/no-such-page`);
    await seen(page.getByText('这里没有这个页面'));
    await page.getByRole('link', { name: '前往首页' }).click();
    await seen(page.getByText('正在发生'));
  });

  it('had no fault in the page', () => {
    expect(faults).toEqual([]);
  });
});

/** Without what is data or code: ids, and what is marked as being in another language. */
const visibleText = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const skipped = [...document.querySelectorAll('.mono, [lang]:not(html), kbd, .brand')];
    for (const element of skipped) element.style.display = 'none';
    const text = document.body.innerText;
    for (const element of skipped) element.style.display = '';
    return text;
  })()`);
