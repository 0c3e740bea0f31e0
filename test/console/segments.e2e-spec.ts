// Segments in the console: built by clicking, counted while building, saved live, and looked at.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { accessFaults, smallTargets } from './access';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';
import { englishLeft } from './words';

jest.setTimeout(180_000);

const DAY = 86_400_000;

describeWithBrowser('segments in the console', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [shop, browser] = [await openShop(), await openBrowser()];
    context = await visitor(browser);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    faults = faultsOf(page);
    await page.goto(await shop.link());
    await seen(page.getByRole('heading', { name: 'The last 7 days' }));
    const people = [...lives('anna', 'Anna Wiener', 'Wien', [50, 10]), ...lives('berta', 'Berta', 'Wien', [20])];
    const batch = [...people, ...lives('carl', 'Carl', 'Graz', [5, 9])];
    expect(await shop.send('/v1/batch', { batch })).toBe(200);
    await page.goto(`${shop.url}/customers?query=anna`);
    await seen(page.getByRole('link', { name: 'Anna Wiener' }));
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('are listed with their rule in words, their size and what uses them', async () => {
    await page.goto(shop.url);
    await page.getByRole('menuitem', { name: 'Segments' }).click();
    await seen(page.getByRole('heading', { name: 'Segments' }));
    const row = page.locator('tbody tr', { hasText: '九十天内购买' });
    await seen(row.getByText('they did “Order Completed” at least once in the last 90 days', { exact: false }));
    await seen(row.getByText('nothing yet'));
    expect(await page.title()).toBe('Segments · Segue');
  });

  it('are built by clicking, with the sentence and the count beside', async () => {
    await page.getByRole('link', { name: 'New segment' }).click();
    await seen(page.getByRole('heading', { name: 'New segment' }));
    await page.getByLabel('Name').fill('Regulars from Vienna');
    const first = page.locator('[data-path="when.of.0"]');
    await first.getByRole('spinbutton', { name: 'at least' }).fill('2');
    await choose(page.getByRole('combobox', { name: 'Add a condition' }), 'A trait, such as city');
    const second = page.locator('[data-path="when.of.1"]');
    await seen(second.getByText('still missing'));
    await seen(page.getByText('The sentence appears once every condition is complete.'));

    await second.getByRole('combobox', { name: 'value', exact: true }).fill('Wien');
    const sentence = page.getByTestId('sentence');
    await seen(sentence.getByText('city is “Wien”', { exact: false }));
    expect(await sentence.innerText()).toBe(
      'Customers of whom this is true: they did “Order Completed” at least 2 times in the last 60 days, and city is “Wien”.',
    );
    await seen(page.locator('[data-testid=count][data-exact=true]', { hasText: '1 customer, exact' }));
    await seen(page.getByTestId('samples').getByRole('link', { name: /Anna Wiener/ }));
  });

  it('say which condition removed the last person, and where a value is wrong', async () => {
    const value = page.locator('[data-path="when.of.1"]').getByRole('combobox', { name: 'value', exact: true });
    await value.fill('Linz');
    await seen(page.getByTestId('removed').getByText(/The last 2 customers were removed by: city is “Linz”/));
    await value.fill('Wien');
    const times = page.locator('[data-path="when.of.0"]').getByRole('spinbutton', { name: 'at least' });
    await times.fill('0');
    await seen(page.getByText('a whole number from 1 to 1000'));
    await times.fill('2');
    await seen(page.locator('[data-testid=count][data-exact=true]', { hasText: '1 customer, exact' }));
  });

  it('are saved live, and open on their members', async () => {
    await page.getByRole('button', { name: 'Save and make live' }).click();
    await page.waitForURL(/\/segments\/regulars-from-vienna$/);
    await seen(page.getByRole('heading', { name: 'Regulars from Vienna' }));
    await seen(page.getByText('1 of 1 customer'));
    await seen(page.locator('tbody').getByRole('link', { name: 'Anna Wiener' }));
    await seen(page.getByTestId('size').getByText('1', { exact: true }));
    // Anna leaves when the older of her two orders is 60 days old.
    const leaving = page.locator('section', { hasText: 'Leaves next' }).last();
    await seen(leaving.locator('li', { hasText: 'Anna Wiener' }).getByText(/in (1 week|9 days|10 days|11 days)/));
  });

  it('are compared with another one, and exported', async () => {
    await choose(page.getByRole('combobox', { name: 'Choose a segment' }), '九十天内购买');
    await seen(page.getByTestId('overlap').getByText('Of 1 customers here, 1 (100%) are also in “九十天内购买”.'));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('regulars-from-vienna.csv');
    const stream = await file.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const [head, line] = Buffer.concat(chunks).toString('utf8').split('\r\n');
    expect(head).toBe('\uFEFFCustomer id,Customer,E-mail,Value tier,Expected value,Currency,In the segment until');
    expect(line).toMatch(/^\w+,Anna Wiener,anna@example\.com,/);
  });

  it('keep their versions, each with what it changed', async () => {
    await page.getByRole('link', { name: 'Edit' }).click();
    const first = page.locator('[data-path="when.of.0"]');
    await first.getByRole('spinbutton', { name: 'at least' }).fill('1');
    await seen(page.locator('[data-testid=count][data-exact=true]', { hasText: '2 customers, exact' }));
    await page.getByRole('button', { name: 'Save and make live' }).click();
    await page.waitForURL(/\/segments\/regulars-from-vienna$/);
    await seen(page.getByText('Added: they did “Order Completed” at least once in the last 60 days'));
    await seen(page.getByText('Removed: they did “Order Completed” at least 2 times in the last 60 days'));
    await seen(page.getByText('2 of 2 customers'));
  });

  it('are drafts while they are not finished, and can be archived and restored', async () => {
    await page.goto(`${shop.url}/segments/new`);
    await page.getByLabel('Name').fill('Half an idea');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.waitForURL(/state=draft/);
    await page.getByRole('link', { name: 'Half an idea' }).click();
    await page.getByRole('button', { name: 'Drop the draft' }).click();
    await seen(page.getByText('No drafts.'));

    await page.goto(`${shop.url}/segments/regulars-from-vienna`);
    await page.getByRole('button', { name: 'Archive' }).click();
    await seen(page.getByText('2 customers leave it. It can be restored.'));
    await page.getByRole('tooltip').getByRole('button', { name: 'Archive' }).click();
    await page.waitForURL(/state=archived/);
    await page.getByRole('link', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Save and make live' }).click();
    await page.waitForURL(/\/segments\/regulars-from-vienna$/);
    await seen(page.getByText('2 of 2 customers'));
  });

  it('can be a fixed list: pasted rows, what names nobody, and taken off again', async () => {
    await page.goto(`${shop.url}/segments`);
    await page.getByRole('link', { name: 'New fixed list' }).click();
    await page.getByLabel('Name').fill('Evening guests');
    await page.getByLabel('One customer a row').fill('id\nanna\ncarl\nnobody-7');
    await seen(page.getByText('3 rows'));
    await page.getByRole('button', { name: 'Create the list' }).click();
    await seen(page.getByText('1 row names no customer:'));
    await seen(page.getByText('nobody-7'));
    expect(await accessFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Open the list' }).click();
    await seen(page.getByText('A fixed list: customers named one by one'));
    await seen(page.getByRole('link', { name: 'Anna Wiener' }));
    const row = page.locator('tbody tr', { hasText: 'Carl' });
    await row.getByRole('button', { name: 'Take off' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: 'Anna Wiener' }).count()).toBe(1);
    await page.getByLabel('One customer a row').fill('carl');
    await page.getByRole('button', { name: 'Put on the list' }).click();
    await seen(page.getByText('Every row was found.'));
    await seen(row);
    await page.goto(`${shop.url}/customers/userId:berta`);
    await page.getByLabel('Put on a fixed list').selectOption('Evening guests');
    await seen(page.getByText('named on the list'));
    expect(await accessFaults(page)).toEqual([]);
  });

  it('speak Chinese, whole', async () => {
    await page.evaluate(`localStorage.setItem('segue.language', 'zh-CN')`);
    await page.goto(`${shop.url}/segments/regulars-from-vienna`);
    await seen(page.getByText('满足以下条件的客户', { exact: false }));
    await seen(page.getByText('共 2 位客户，已显示 2 位'));
    expect(englishLeft(await page.locator('main').innerText())).toEqual(
      expect.not.arrayContaining(['members', 'edit']),
    );
    await page.goto(`${shop.url}/segments/regulars-from-vienna/edit`);
    await seen(page.getByText('位客户，精确值', { exact: false }));
    await seen(page.getByText('满足以下全部条件'));
    await page.evaluate(`localStorage.setItem('segue.language', 'en')`);
  });

  it('say what went wrong, and what to do where there are none', async () => {
    const refuse = '**/api/segments?**';
    await page.route(refuse, (route) => route.fulfill(problem(503, 'service_down')));
    await page.goto(`${shop.url}/segments`);
    await seen(page.getByText('One of the services does not answer'));
    await page.unroute(refuse);
    await page.route(refuse, (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '[]' }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await seen(page.getByText('No segments yet'));
    await page.unroute(refuse);
    await page.goto(`${shop.url}/segments/nosuch`);
    await seen(page.getByText('There is no live segment with this id', { exact: false }));
  });

  it.each(['/segments', '/segments/regulars-from-vienna', '/segments/regulars-from-vienna/edit'])(
    '%s can be used by all, also on a phone',
    async (path) => {
      const phone = await context.newPage();
      await phone.setViewportSize({ width: 390, height: 844 });
      await phone.goto(shop.url + path);
      await seen(phone.getByText('Regulars from Vienna').or(phone.getByLabel('Name')));
      await phone.waitForTimeout(1_000);
      expect(await accessFaults(phone)).toEqual([]);
      expect(await smallTargets(phone)).toEqual([]);
      expect(await phone.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await phone.close();
    },
  );

  it('leave no error on the console of the browser', () => {
    expect(faults.filter((fault) => !/503/.test(fault))).toEqual([]);
  });

  async function choose(select: Locator, option: string): Promise<void> {
    await select.click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).click();
  }
});

function lives(userId: string, name: string, city: string, daysAgo: readonly number[]): object[] {
  const at = (days: number) => new Date(Date.now() - days * DAY).toISOString();
  const traits = { name, city, email: `${userId}@example.com` };
  return [
    { type: 'identify', userId, messageId: `${userId}-identify`, timestamp: at(90), traits },
    ...daysAgo.map((days) => ({
      ...{ type: 'track', event: 'Order Completed', userId, messageId: `${userId}-${days}`, timestamp: at(days) },
      properties: { order_id: `${userId}-${days}`, total: '20.00', currency: 'USD' },
    })),
  ];
}

const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, code, title: code }),
});
