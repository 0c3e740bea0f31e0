// The page about value tiers, and what a customer's page says about them.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessFaults, smallTargets } from './access';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';
import { englishLeft } from './words';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const at = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY).toISOString();
const person = (userId: string, name: string) => ({
  ...{ type: 'identify', userId, messageId: `${userId}-name`, timestamp: at(400), traits: { name } },
});
const order = (userId: string, daysAgo: number, total: string) => ({
  ...{ type: 'track', event: 'Order Completed', userId, messageId: `${userId}-${daysAgo}`, timestamp: at(daysAgo) },
  properties: { order_id: `${userId}-${daysAgo}`, total, currency: 'USD' },
});

/** Beside the two of the shop. A margin of 30 % less 1.50 an order; MVC from 40.00. */
const PEOPLE = [
  ...[person('rich', '金凤'), order('rich', 10, '200.00')],
  // Leaves MVC in 15 days.
  ...[person('fading', '秋叶'), order('fading', 350, '200.00')],
  // 36.00 of net margin: an MVC where the cut-off is lower.
  ...[person('near', '近水'), order('near', 20, '125.00')],
];

describeWithBrowser('the page about value tiers', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [shop, browser] = [await openShop(), await openBrowser()];
    expect(await shop.send('/v1/batch', { batch: PEOPLE })).toBe(200);
    context = await visitor(browser);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    faults = faultsOf(page);
    await page.goto(await shop.link());
    await seen(page.getByRole('heading', { name: 'The last 7 days' }));
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  const tierRow = (tier: string) => page.locator('tr', { hasText: tier }).first();
  const slider = () => page.getByRole('slider', { name: 'Cut-off of MVC' });

  it('is in the menu, and says who is worth what by which rule', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Value tiers' }).click();
    await seen(page.getByText('Net margin of the last 12 months is $40.00 or more.'));
    await seen(page.getByText('Exact, as of', { exact: false }));
    for (let look = 0; look < 40 && !/^MVC\s+2\s/.test(await tierRow('MVC').innerText()); look++) {
      await page.waitForTimeout(500);
      await page.reload();
      await seen(tierRow('MVC'));
    }
    // Two orders of 200.00 each leave 58.50.
    expect(await tierRow('MVC').innerText()).toMatch(/^MVC\s+2\s+\$117\.00\s/);
    expect(await accessFaults(page)).toEqual([]);
  });

  it('lists the people of a tier behind its number', async () => {
    await tierRow('MVC').getByRole('link').click();
    await seen(page.getByRole('link', { name: '金凤' }));
    await seen(page.getByText('2 of 2 customers', { exact: false }));
    await page.goBack();
  });

  it('says what changes in 30 days if nothing happens, and who', async () => {
    const coming = page.locator('.card', { hasText: 'Coming up in 30 days if nothing happens' });
    const line = coming.locator('li', { hasText: 'MVC → ' }).first();
    await line.getByRole('button', { name: '1 customer' }).click();
    const drawer = page.getByRole('dialog');
    await seen(drawer.getByRole('link', { name: '秋叶' }));
    expect(await drawer.getByRole('listitem').count()).toBe(1);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('says who would move while the cut-off is dragged, by key and by mouse', async () => {
    await seen(page.getByText('These are the cut-offs in force.'));
    await slider().focus();
    await page.getByRole('spinbutton', { name: 'MVC from' }).fill('35');
    await seen(page.getByText('1 customer changes tier (exact).'));
    await page.locator('.draft li', { hasText: '→ MVC' }).getByRole('button').click();
    await seen(page.getByRole('dialog').getByRole('link', { name: '近水' }));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await slider().press('End');
    await seen(page.getByText('2 customers change tier (exact).'));
    await page.getByRole('button', { name: 'Back to those in force' }).click();
    await seen(page.getByText('These are the cut-offs in force.'));

    const box = await slider().boundingBox();
    if (box === null) throw new Error('the slider has no place');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 2_000, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    // At zero everyone who is not below zero is an MVC.
    expect(await slider().getAttribute('aria-valuenow')).toBe('0');
    await seen(page.getByText('3 customers change tier (exact).'));
    await page.getByRole('button', { name: 'Back to those in force' }).click();
  });

  it('saves cut-offs when asked twice, and the tiers follow', async () => {
    await page.getByRole('spinbutton', { name: 'MVC from' }).fill('35');
    await seen(page.getByText('1 customer changes tier (exact).'));
    await page.getByRole('button', { name: 'Save these cut-offs' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Save these cut-offs' }).click();
    await seen(page.getByText('Saved. Customers are being judged again.'));
    await seen(page.getByText('Net margin of the last 12 months is $35.00 or more.'));
    for (let look = 0; look < 40 && !/^MVC\s+3\s/.test(await tierRow('MVC').innerText()); look++)
      await page.waitForTimeout(250);
    expect(await tierRow('MVC').innerText()).toMatch(/^MVC\s+3\s/);
  });

  it('tells at a customer what keeps the tier, what reaches the next, and why tiers changed', async () => {
    await page.goto(`${shop.url}/customers/userId:fading`);
    const missing = page.getByTestId('missing');
    // 58.50 fall away: 35.00 and the cost of an order are 36.50, of a margin of 30 %.
    await seen(missing.getByText(/An order of \$121\.6\d now keeps MVC beyond /));
    const history = page.getByTestId('tier-history');
    await seen(history.getByText('Standard → MVC'));
    await seen(history.getByText('Bought for $200.00').first());

    await page.goto(`${shop.url}/customers/userId:na`);
    await seen(missing.getByText(/An order of \$\d+\.\d\d now reaches M[VG]C\./));
    await page.goto(`${shop.url}/customers/userId:near`);
    await seen(history.getByText('→ MVC'));
    await seen(history.getByText('Cut-offs or another setting were changed'));
    expect(await accessFaults(page)).toEqual([]);
  });

  it('gives a tier by hand with a reason, and takes it back', async () => {
    await page.goto(`${shop.url}/customers/userId:na`);
    await page.getByRole('button', { name: 'Set by hand' }).click();
    const form = page.getByRole('dialog');
    await form.getByText('MVC', { exact: true }).click();
    await form.getByLabel('Reason').fill('Guest of honour');
    await form.getByText('30 days').click();
    await form.getByRole('button', { name: 'Give the tier' }).click();
    const given = page.getByTestId('by-hand');
    await seen(given.getByText('Guest of honour', { exact: false }));
    await seen(page.getByTestId('tier-history').getByText('Given by hand by', { exact: false }));
    expect(await page.getByTestId('missing').innerText()).toBe('');
    await given.getByRole('button', { name: 'Take back' }).click();
    await seen(page.getByTestId('tier-history').getByText('A tier given by hand was taken back'));
    await given.getByText('Guest of honour', { exact: false }).first().waitFor({ state: 'detached' });
    expect(await accessFaults(page)).toEqual([]);
  });

  it('shows the versions of the models, and no prediction while too few bought again', async () => {
    await page.goto(`${shop.url}/value`);
    await page.getByText('Models', { exact: true }).click();
    await seen(page.getByText('Nothing was fitted yet').or(page.getByText('Standard error')));
    await page.getByRole('button', { name: 'Fit now' }).click();
    await seen(page.getByText('too few customers bought again'));
    await seen(page.getByRole('cell', { name: 'Gamma-Gamma' }));
    expect(page.url()).toContain('tab=models');
    expect(await accessFaults(page)).toEqual([]);

    const wait = page.getByText('Nothing is predicted yet', { exact: false });
    await page.goto(`${shop.url}/customers/userId:na`);
    await seen(wait);
    await seen(page.getByText('Last order'));
    expect(await page.getByText('P(alive)').count()).toBe(0);
    // 15.00 of the 25.00 that make an MGC were spent 40 days ago.
    await seen(page.getByTestId('missing').getByText('An order of $10.00 now reaches MGC.'));
    await page.goto(`${shop.url}/value`);
    await seen(page.getByText('Not an MVC, and spent $25.00 or more', { exact: false }));
    await seen(wait);
  });

  it('says what is wrong where the census fails, and nothing false beside it', async () => {
    await page.route('**/api/tiers/census', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 503, code: 'service_down' }),
      }),
    );
    await page.goto(`${shop.url}/value`);
    await seen(page.getByText('This could not be loaded'));
    expect(await page.getByText('No customers yet').count()).toBe(0);
    await page.unroute('**/api/tiers/census');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await seen(slider());
    faults.length = 0;
  });

  it('is Chinese in Chinese, and fits a phone', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByText('简体中文').click();
    await seen(page.getByRole('heading', { name: '价值分层', exact: true }));
    await seen(page.getByRole('slider', { name: '最有价值客户分界线' }));
    expect(englishLeft(await page.locator('main').innerText())).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await seen(page.getByRole('slider', { name: '最有价值客户分界线' }));
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
    expect(await accessFaults(page)).toEqual([]);
  });

  it('had no fault in the page', () => {
    expect(faults).toEqual([]);
  });
});

describeWithBrowser('the page about value tiers of an empty store', () => {
  let shop: Shop;
  let browser: Browser;

  beforeAll(async () => {
    [shop, browser] = [await openShop({ furnished: false }), await openBrowser()];
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('says what will be there', async () => {
    const page = await (await visitor(browser)).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(await shop.link());
    await seen(page.getByRole('heading', { name: 'The last 7 days' }));
    await page.goto(`${shop.url}/value`);
    await seen(page.getByText('No customers yet. Tiers fill with the first orders.'));
    await seen(page.getByText('No customer changes value tier by', { exact: false }));
    await seen(page.getByText('No customer changed value tier in the last 7 days.'));
    await seen(page.getByText('Names come with the first purchases.'));
    await seen(page.getByText('The cut-offs of the value tiers are standard ones.'));
  });
});
