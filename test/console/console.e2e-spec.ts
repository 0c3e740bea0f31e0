import type { Browser, Page } from 'playwright-core';
import { accessFaults, smallTargets } from './access';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';
import { englishLeft } from './words';

jest.setTimeout(180_000);

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
    await seen(page.getByRole('heading', { name: 'The last 7 days' }));

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
    await page.getByPlaceholder('Name, e-mail, phone, id or order').fill('fang@');
    await page.getByRole('link', { name: '王芳' }).click();
    await seen(page.getByRole('heading', { name: '王芳' }));
    await seen(page.getByText('Bought for $200.00'));
    await seen(page.getByRole('link', { name: '九十天内购买' }));

    await page.getByRole('link', { name: '感谢' }).click();
    const drawer = page.getByRole('dialog');
    await seen(drawer.getByText('E-mail', { exact: false }).first());
    expect(await drawer.locator('li', { hasText: 'Consent' }).first().innerText()).toMatch(/not met/);
  });

  it('names the page in its title', async () => {
    expect(await page.title()).toBe('王芳 · Segue');
    for (const [path, title] of [
      ['/', 'Home · Segue'],
      ['/customers', 'Customers · Segue'],
      ['/value', 'Value tiers · Segue'],
      ['/operate', 'Operate · Segue'],
    ] as const) {
      await page.goto(shop.url + path);
      await seen(page.getByRole('navigation'));
      for (let look = 0; look < 50 && (await page.title()) !== title; look++) await page.waitForTimeout(100);
      expect(await page.title()).toBe(title);
    }
  });

  it('says of a customer what changes next, and of what kind it is', async () => {
    await page.goto(`${shop.url}/customers/userId:na`);
    await seen(page.getByText(/If nothing happens:.*Leaves “九十天内购买” in (7|8) weeks\./));
    await page.goto(shop.url);
    await seen(page.getByText(/Next, if nothing happens: .+ (leaves|enters|goes)/));
  });

  it('says which numbers rest on standards', async () => {
    await page.goto(`${shop.url}/customers/userId:na`);
    await seen(page.getByText('by a standard model, not fitted to your customers yet', { exact: false }));
    // The shop of this test has set its own margin.
    expect(await page.getByTestId('standard-note').innerText()).not.toMatch(/margin/);
  });

  it('lists customers with their number, the best first, and keeps tier and search together', async () => {
    await page.goto(`${shop.url}/customers`);
    await seen(page.getByText('2 of 2 customers'));
    const names = async () => page.locator('tbody tr a').allInnerTexts();
    expect(await names()).toEqual(['王芳', '李娜']);
    await page.getByRole('columnheader', { name: 'Next change' }).click();
    await page.waitForURL(/order=next/);

    await page.goto(`${shop.url}/customers?tier=MVC&query=na%40`);
    await seen(page.getByText('Nobody here matches “na@”.'));
    await page.goto(`${shop.url}/customers?tier=MVC&query=fang%40`);
    await seen(page.getByText('1 of 1 customer'));
    await page.goto(`${shop.url}/customers?tier=XYZ`);
    await seen(page.getByText('There is no value tier “XYZ”', { exact: false }));
  });

  it.each([
    ['a given name', '芳', '王芳'],
    ['an order', 'fang-120', '王芳'],
    ['digits without their spaces', '15550101', '李娜'],
    ['the end of a number', '0101', '李娜'],
  ])('finds customers by %s', async (_, query, name) => {
    await page.goto(`${shop.url}/customers?query=${encodeURIComponent(query)}`);
    await seen(page.getByRole('link', { name }));
  });

  it('shows who comes in without being asked, by id while there is no name', async () => {
    await page.goto(`${shop.url}/customers`);
    await seen(page.getByText('2 of 2 customers'));
    const order = { order_id: 'n1', total: '12.00', currency: 'USD' };
    expect(await shop.send('/v1/track', { userId: 'u77', event: 'Order Completed', properties: order })).toBe(200);
    await seen(page.getByRole('link', { name: 'u77' }));
    await page.goto(shop.url);
    await seen(page.locator('.feed li', { hasText: /^.?\s*u77 bought something/ }));
    expect(await page.locator('main').innerText()).not.toMatch(/unknown|No name/);
  });

  it('tells of an import in one line, and never as what happens now', async () => {
    const batch = [1, 2, 3].map((n) => ({
      ...{ type: 'track', event: 'Order Completed', userId: `zz${n}`, messageId: `zz-${n}` },
      timestamp: new Date(Date.now() - 20 * 86_400_000).toISOString(),
      properties: { order_id: `zz-${n}`, total: '9.00', currency: 'USD' },
    }));
    expect(await shop.send('/v1/batch', { batch }, { 'segue-origin': 'import' })).toBe(200);
    await page.goto(shop.url);
    await seen(page.getByTestId('came').getByText('3 new customers came in by import (3 events)'));
    await page.waitForTimeout(1_500);
    expect(await page.locator('.feed').allInnerTexts()).not.toContainEqual(expect.stringMatching(/zz\d/));
    await page.goto(`${shop.url}/operate`);
    await seen(page.locator('tr', { hasText: 'Import' }).getByText('3 events, 3 new customers'));
  });

  it('finds with ⌘K: Escape closes it, Enter does not wait for the list', async () => {
    await page.goto(shop.url);
    await seen(page.getByRole('heading', { name: 'The last 7 days' }));
    await page.keyboard.press('Control+k');
    const box = page.getByRole('dialog').getByRole('combobox');
    await box.fill('芳');
    await seen(page.getByRole('option', { name: /王芳/ }));
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });

    await page.keyboard.press('Control+k');
    await box.fill('李娜');
    await page.keyboard.press('Enter');
    await seen(page.getByRole('heading', { name: '李娜' }));
  });

  it('has no fault that tools for accessibility find, light and dark', async () => {
    for (const look of ['dark', 'light']) {
      await page.evaluate(`localStorage.setItem('segue.appearance', '${look}')`);
      for (const path of ['/', '/customers', '/customers/userId:fang', '/value', '/operate']) {
        await page.goto(shop.url + path);
        await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
        expect([look, path, await accessFaults(page)]).toEqual([look, path, []]);
      }
    }
  });

  it('says that all is healthy', async () => {
    await page.goto(`${shop.url}/operate`);
    await seen(page.getByText('Healthy'));
    await seen(page.getByText('No dead letters', { exact: false }));
  });

  it('draws charts at once, however often they are refreshed', async () => {
    await page.goto(`${shop.url}/operate`);
    await seen(page.locator('.canvas canvas'));
    await page.waitForTimeout(500);
    // Over two refreshes: a half-drawn chart has fewer pixels that are not empty.
    const drawn = (await page.evaluate(`new Promise((resolve) => {
      const canvas = document.querySelector('.canvas canvas');
      const counts = [];
      const look = () => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count++;
        counts.push(count);
        if (counts.length < 140) setTimeout(look, 50);
        else resolve(counts);
      };
      look();
    })`)) as number[];
    expect(Math.min(...drawn) / Math.max(...drawn)).toBeGreaterThan(0.97);
  });

  it('asks for the name of the demo before it deletes it', async () => {
    await page.goto(`${shop.url}/?data`);
    const drawer = page.getByRole('dialog');
    const button = drawer.getByRole('button', { name: 'Empty the store' });
    await seen(drawer.getByText(/\d+ customers and all purchases that you rang up are deleted/));
    expect(await button.isDisabled()).toBe(true);
    const name = drawer.getByLabel('type the name of the demo store: Northlight Records', { exact: false });
    await name.fill('Northlight');
    expect(await button.isDisabled()).toBe(true);
    await name.press('Enter');
    await name.fill('northlight records');
    expect(await button.isDisabled()).toBe(false);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('leaves no English in Chinese', async () => {
    // The check itself works: it finds many words in English.
    expect(englishLeft(await visibleText(page)).length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByText('简体中文', { exact: true }).click();
    const ready = {
      ...{ '/': '实时动态', '/customers': '下次变化', '/customers/userId:fang': '时间线' },
      ...{ '/value': '价值分布', '/operate': '健康' },
    };
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
    for (const path of ['/', '/customers', '/customers/userId:fang', '/value', '/operate']) {
      await page.goto(shop.url + path);
      await seen(page.getByRole('navigation'));
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([path, over]).toEqual([path, 0]);
      await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
      expect([path, await smallTargets(page)]).toEqual([path, []]);
      expect([path, await accessFaults(page)]).toEqual([path, []]);
    }
  });

  it('says where an address leads nowhere', async () => {
    await page.goto(`${shop.url}/no-such-page`);
    await seen(page.getByText('这里没有这个页面'));
    await page.getByRole('link', { name: '前往首页' }).click();
    await seen(page.getByText('实时动态'));
  });

  it('had no fault in the page', () => {
    expect(faults).toEqual([]);
  });
});

/** The visible text without ids, code and parts marked as another language. */
const visibleText = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const skipped = [...document.querySelectorAll('.mono, [lang]:not(html), kbd, .brand')];
    for (const element of skipped) element.style.display = 'none';
    const text = document.body.innerText;
    for (const element of skipped) element.style.display = '';
    return text;
  })()`);
