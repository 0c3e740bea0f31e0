// The way of a marketer who knows only the pages: from an empty page over the audience, the
// rehearsal and a test message to a running campaign with a control group and its first result.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessFaults, smallTargets } from './access';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { type Shop, openShop } from './shop';
import { englishLeft } from './words';

jest.setTimeout(240_000);

const BUYERS = {
  version: 1,
  when: { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } },
};

describeWithBrowser('campaigns in the console', () => {
  let shop: Shop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [shop, browser] = [await openShop({ furnished: false }), await openBrowser()];
    context = await visitor(browser);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    faults = faultsOf(page);
    await page.goto(await shop.link());
    await seen(page.getByRole('menuitem', { name: 'Campaigns' }));
    await call('PUT', '/api/limits', { cap: { messages: 3, days: 7 }, quietHours: null, globalControl: 0 });
    await call('PUT', '/api/segments/buyers', { name: 'Buyers / 买过的客户', rule: BUYERS });
    // Eight customers: two without consent, one without an address, two who share one.
    const people = Array.from({ length: 8 }, (_, place) => customer(`early${place}`, place)).flat();
    expect(await shop.send('/v1/batch', { batch: people })).toBe(200);
    await eventually(async () => {
      const { total } = (await call('GET', '/api/members?segment=buyers&limit=1')) as { total: number };
      expect(total).toBe(8);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('begin on an empty page that says what they are for', async () => {
    await page.getByRole('menuitem', { name: 'Campaigns' }).click();
    await seen(page.getByText('Campaigns write to customers when something happens', { exact: false }));
    await seen(page.getByRole('button', { name: 'New campaign' }));
    expect(await page.title()).toBe('Campaigns · Segue');
    await shot(page, 'empty');
  });

  it('are made from a segment, with the audience step by step', async () => {
    await page.goto(`${shop.url}/segments/buyers`);
    await page.getByRole('link', { name: 'Make a campaign' }).click();
    await seen(page.getByRole('heading', { name: 'New campaign' }));
    await seen(page.getByText('Still missing: the name, the text.', { exact: false }));
    await page.getByRole('spinbutton', { name: 'Control group' }).fill('0');
    await page.getByRole('spinbutton', { name: 'Control group' }).press('Tab');
    await seen(page.locator('[data-testid=audience][data-exact=true]'));
    expect(await stepsShown()).toEqual({
      ...{ all: '8', control: '− 0', consent: '− 2', address: '− 1', capped: '− 0', quiet: '− 0', receive: '5' },
    });
    await seen(page.getByTestId('reach').getByText('5 customers, exact'));
    await seen(page.getByText('2 of them share an address with another customer', { exact: false }));
    await page.getByRole('button', { name: 'No consent: 2 customers' }).click();
    await seen(page.getByRole('dialog').getByRole('link', { name: /Early 5/ }));
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('are saved while they are written, and name the line of a fault', async () => {
    await page.getByLabel('What is it called?').fill('Thank you / 感谢');
    await page.getByLabel('Subject').fill('Hello {{ customer.name }}');
    const body = page.getByLabel('Text (HTML)');
    await body.fill('<p>Thank you</p>\n<p>{{ customer.name</p>');
    await seen(page.getByRole('alert').getByText('Line 2 cannot be read:', { exact: false }));
    await body.fill('<p>Thank you, {{ customer.name }} from {{ customer.city }}</p>');
    await seen(page.getByText(/^Saved at/));
    await seen(page.getByText(/customer\.city is empty for [1-5] of them/));
    await shot(page, 'editor');
  });

  it('are rehearsed as one customer, and tested at an address', async () => {
    await page.getByLabel('As which customer?').fill('Early 1');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'Early 1' }).click();
    const rehearsal = page.getByTestId('rehearsal');
    await seen(rehearsal.getByText('Would be written to the outbox.'));
    await seen(rehearsal.locator('[data-check=trigger][data-passed=true]'));
    await seen(rehearsal.locator('[data-check=no-consent][data-passed=true]'));
    await seen(page.frameLocator('.message-frame').getByText('Thank you, Early 1 from Wien'));
    await page.getByLabel('Write a test to the outbox, for').fill('me@example.com');
    await page.getByRole('button', { name: 'Send the test' }).click();
    await seen(page.getByTestId('tests').getByText('Written to the outbox for me@example.com'));
    await shot(page, 'rehearsal');
    // It counts nowhere: there is no message and no touchpoint.
    expect(await call('GET', '/api/deliveries')).toEqual({ items: [], next: null });

    await page.getByLabel('As which customer?').fill('Early 5');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'Early 5' }).click();
    await seen(rehearsal.getByText('Would be held back: no consent.'));
    await seen(rehearsal.locator('[data-check=no-consent][data-passed=false]'));
    await seen(rehearsal.locator('[data-check=cap][data-passed=true]'));
  });

  it('have a text for each language of customers', async () => {
    await page.getByRole('combobox', { name: 'Add a language' }).click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: /^Chinese$/ }).click();
    await page.getByLabel('Subject').fill('您好，{{ customer.name }}');
    await page.getByLabel('Text (HTML)').fill('<p>谢谢您，{{ customer.name }</p>');
    await seen(page.getByRole('alert').getByText('Line 1 cannot be read:', { exact: false }));
    await page.getByLabel('Text (HTML)').fill('<p>谢谢您，{{ customer.name }}</p>');
    await page.getByLabel('As which customer?').fill('Early 2');
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'Early 2' }).click();
    await seen(page.frameLocator('.message-frame').getByText('谢谢您，Early 2'));
    await shot(page, 'languages');
    await page.getByText('All others', { exact: true }).click();
    expect(await page.getByLabel('Subject').inputValue()).toBe('Hello {{ customer.name }}');
    await seen(page.getByText(/^Saved at/));
  });

  it('say when somebody else changes them', async () => {
    const campaign = (await call('GET', '/api/campaigns/thank-you')) as Record<string, unknown>;
    const { id: _, version: __, state: ___, pausedBecause: ____, ...draft } = campaign;
    await call('PUT', '/api/campaigns/thank-you', { ...draft, againAfterDays: 30 });
    await seen(page.getByText('Somebody else has changed this campaign since you opened it.'));
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await seen(page.getByText(/^Saved at/));
    await seen(
      page.locator('[data-testid=saved][data-version="3"]').or(page.locator('[data-testid=saved][data-version="4"]')),
    );
  });

  it('are launched with a control group; the button says how few it reaches', async () => {
    await page.getByRole('spinbutton', { name: 'Control group' }).fill('50');
    await page.getByRole('spinbutton', { name: 'Control group' }).press('Tab');
    await seen(page.getByRole('button', { name: /^Launch: reaches [0-3] of 8$/ }));
    await page.getByRole('button', { name: /^Launch/ }).click();
    await seen(page.getByText('Messages are written to the outbox; nothing leaves.'));
    await page.getByRole('tooltip').getByRole('button', { name: 'Launch' }).click();
    await page.waitForURL(/\/campaigns\/thank-you$/);
    await seen(page.getByRole('heading', { name: 'Thank you' }));
    await seen(page.getByText('Running'));
    await seen(page.getByText('outbox only'));
    await seen(page.getByText('Nothing was decided yet.'));
  });

  it('show their first result: a sentence, both groups, and the people behind each number', async () => {
    const batch = Array.from({ length: 40 }, (_, place) => customer(`late${place}`, place)).flat();
    expect(await shop.send('/v1/batch', { batch })).toBe(200);
    await seen(page.getByTestId('results'));
    await eventually(async () => {
      const { groups } = (await call('GET', '/api/campaigns/thank-you/effect')) as Effect;
      expect((groups?.treated.customers ?? 0) + (groups?.control.customers ?? 0)).toBe(40);
    });
    await seen(page.getByTestId('results').getByText(/^Not enough yet: \d+ of at least \d+/));
    const groups = page.getByTestId('groups').getByRole('row', { name: /^Customers/ });
    await eventually(async () => {
      const numbers = (await groups.getByRole('cell').allInnerTexts()).map(Number);
      expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(40);
      expect(Math.min(...numbers)).toBeGreaterThan(5);
    });
    await page.getByText('How we know').click();
    await seen(page.getByTestId('split').getByText('The split is as planned', { exact: false }));
    await shot(page, 'results');

    await page.getByRole('button', { name: /^no consent: \d+ decisions$/ }).click();
    await page
      .getByTestId('decided')
      .getByRole('link', { name: /^Late \d+/ })
      .first()
      .click();
    await page.waitForURL(/\/customers\/.*decision=/);
    await seen(page.getByText('What was checked'));
  });

  it('count the orders that follow, for both groups', async () => {
    const again = Array.from({ length: 40 }, (_, place) => order(`late${place}`, 'again', '10.00'));
    expect(await shop.send('/v1/batch', { batch: [...again, ...again] })).toBe(200);
    await eventually(async () => {
      const { groups } = (await call('GET', '/api/campaigns/thank-you/effect')) as Effect;
      const [treated, control] = [groups?.treated, groups?.control];
      expect((treated?.buyers ?? 0) + (control?.buyers ?? 0)).toBe(40);
    }, 60_000);
  });

  it('are paused and resumed from the list, with what they did in 7 days', async () => {
    await page.goto(`${shop.url}/campaigns`);
    const row = page.locator('tbody tr', { hasText: 'Thank you' });
    await seen(row.getByText('When a customer enters “Buyers”'));
    await seen(row.getByText(/^\d+ messages?$/));
    await seen(row.getByText(/^\d+ held back$/));
    await seen(row.getByText(/^Not enough yet/));
    await shot(page, 'list');
    await row.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Pause' }).click();
    await seen(row.getByText('Paused'));
    await row.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Resume' }).click();
    await seen(row.getByText('Running'));
    await row.getByRole('link', { name: 'Copy' }).click();
    await seen(page.locator('input[value*="(copy)"]'));
  });

  it('are ended only with their name typed', async () => {
    await page.goto(`${shop.url}/campaigns`);
    const copy = page.locator('tbody tr', { hasText: 'Thank you (copy)' });
    const draft = (await call('GET', '/api/campaigns/thank-you')) as Record<string, unknown>;
    const { id: _, version: __, state: ___, pausedBecause: ____, ...body } = draft;
    await call('PUT', '/api/campaigns/second', { ...body, name: 'Thank you (copy)' });
    await call('POST', '/api/campaigns/second/state', { state: 'running' });
    await copy.getByRole('button', { name: 'End' }).click();
    const confirm = page.getByRole('tooltip').getByRole('button', { name: 'End' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Type “Thank you (copy)”').fill('Thank you (copy)');
    await confirm.click();
    await seen(copy.getByText('Ended'));
    expect(await copy.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    await seen(copy.getByRole('link', { name: 'Copy' }));
  });

  it('begin from a preset, which says that it makes a segment too', async () => {
    await page.goto(`${shop.url}/campaigns`);
    await page.getByRole('button', { name: 'From a preset' }).click();
    await seen(page.getByText('Also makes the segment “Bought within 90 days”.'));
    await shot(page, 'presets');
    await page.getByRole('button', { name: 'Make a draft: Win back' }).click();
    await page.waitForURL(/\/campaigns\/win-back$/);
    await seen(page.getByRole('heading', { name: 'Win back' }));
    expect(await call('GET', '/api/campaigns/win-back')).toMatchObject({
      ...{ state: 'draft', delivery: 'outbox', trigger: { on: 'left', segment: 'bought-in-90-days' } },
    });
    expect(await call('GET', '/api/segments/bought-in-90-days')).toMatchObject({ name: 'Bought within 90 days' });
    await page.goto(`${shop.url}/campaigns/presets`);
    await seen(page.getByText('Uses the segment “Bought within 90 days”, which exists.'));
  });

  it('show a journey as a list of steps, with those who wait', async () => {
    await page.getByRole('button', { name: 'Make a draft: Welcome' }).click();
    await page.waitForURL(/\/campaigns\/welcome$/);
    const journey = page.getByTestId('journey');
    await seen(journey.getByText('Goal: an order within 14 days'));
    expect(await journey.locator('ol > li strong').allInnerTexts()).toEqual([
      ...['Send “Welcome”', 'Wait 3 days', 'Wait until 10:00', 'Send “Where to begin”', 'End'],
    ]);
    await call('POST', '/api/campaigns/welcome/state', { state: 'running' });
    const batch = [1, 2, 3].map((place) => ({
      ...{ type: 'track', event: 'Signed Up', userId: `early${place}`, messageId: `early${place}-signed-up` },
    }));
    expect(await shop.send('/v1/batch', { batch })).toBe(200);
    await seen(journey.locator('[data-node=days]').getByText('3 waiting'));
    await seen(journey.locator('[data-node=hello]').getByText('3 entered'));
    const begun = page
      .getByTestId('enrolments')
      .getByRole('row', { name: /^Began/ })
      .getByRole('cell');
    expect((await begun.allInnerTexts()).map(Number).reduce((sum, one) => sum + one, 0)).toBe(3);
    await shot(page, 'journey');
  });

  it('keep the steps of a journey when a text is edited, and say who waits where', async () => {
    const before = (await call('GET', '/api/campaigns/welcome')) as { steps: { node: string }[] };
    await page.getByRole('button', { name: 'Edit' }).click();
    await seen(page.getByText('its messages are in them', { exact: false }));
    const first = page.getByRole('group', { name: 'Message of step 1' });
    expect(await first.getByLabel('Subject').inputValue()).toBe('Welcome');
    const second = page.getByRole('group', { name: 'Message of step 4' });
    await second.getByLabel('Text (HTML)').fill('<p>{{ customer.name</p>');
    await page.getByRole('button', { name: 'Save and apply' }).click();
    await seen(second.getByRole('alert').getByText('Line 1 cannot be read:', { exact: false }));
    await second.getByLabel('Text (HTML)').fill('<p>Our best</p>');
    await second.getByLabel('Subject').fill('Look around');
    await page.getByRole('button', { name: 'Save and apply' }).click();
    await seen(page.getByTestId('waiting').getByText('3 customers wait at step 2'));
    await shot(page, 'journey-editor');
    await page.getByRole('button', { name: 'Move them to the new version' }).click();
    await page.waitForURL(/\/campaigns\/welcome$/);
    const content = { subject: 'Look around', body: '<p>Our best</p>' };
    expect(await call('GET', '/api/campaigns/welcome')).toMatchObject({
      ...{ version: 3, state: 'running', goal: { order: 'placed', withinDays: 14 } },
      steps: before.steps.map((step) => (step.node === 'guide' ? { ...step, content } : step)),
    });
  });

  it('tell the journeys of a customer: each step, when, and until when it waits', async () => {
    await page.goto(`${shop.url}/customers/userId:early1`);
    const story = page.getByTestId('journeys').locator('[data-campaign=welcome]');
    await seen(story.getByText(/^Waits until /));
    await seen(story.locator('[data-node=days]').getByText('Wait', { exact: false }));
    await seen(story.locator('[data-node=hello]').getByRole('link', { name: 'Why?' }));
    await shot(page, 'journeys-of-customer');
    expect(await accessFaults(page)).toEqual([]);
    await story.locator('[data-node=hello]').getByRole('link', { name: 'Why?' }).click();
    await seen(page.getByText('What was checked'));
  });

  it('are all stopped with a word typed; every page says so until they are resumed', async () => {
    await page.goto(`${shop.url}/campaigns`);
    await page.getByRole('button', { name: 'Stop all campaigns' }).click();
    const confirm = page.getByRole('tooltip').getByRole('button', { name: 'Stop all campaigns' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Type “stop”').fill('stop');
    await confirm.click();
    const banner = page.getByTestId('stopped');
    await seen(banner.getByText('All campaigns are stopped: nothing is sent.'));
    await seen(banner.getByText(/Stopped on .+ by .+\.$/));
    await page.getByRole('button', { name: 'Stop all campaigns' }).waitFor({ state: 'detached' });
    await page.goto(`${shop.url}/segments`);
    await seen(banner);
    await shot(page, 'stopped');
    expect(await accessFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    // The layout follows the width a moment later.
    await page.waitForFunction('document.documentElement.scrollWidth <= window.innerWidth');
    expect(await smallTargets(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await banner.getByRole('button', { name: 'Resume all' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Resume all' }).click();
    await banner.waitFor({ state: 'detached' });
    expect(await call('GET', '/api/campaigns/stop-all')).toMatchObject({ isStopped: false });
  });

  it('speak Chinese, whole', async () => {
    await page.evaluate(`localStorage.setItem('segue.language', 'zh-CN')`);
    for (const [path, text] of [
      ['/campaigns', '运行中'],
      ['/campaigns/presets', '沉睡唤醒'],
      ['/campaigns/welcome', '等待 3 天'],
      ['/campaigns/welcome/edit', '第 4 步的消息'],
      ['/campaigns/thank-you', '决策结果'],
      ['/campaigns/thank-you/edit', '能触达谁'],
    ] as const) {
      await page.goto(shop.url + path);
      await seen(page.getByText(text));
      if (!/presets|welcome/.test(path)) await seen(page.getByText('感谢').or(page.locator('input[value*="感谢"]')));
      await shot(page, `zh${path.replaceAll('/', '-')}`);
      const shown = await page.locator('main').innerText();
      // The sentence about results comes from the server, the body is the marketer's own.
      expect(englishLeft(shown)).toEqual(expect.not.arrayContaining(['customers', 'campaign', 'held', 'orders']));
    }
    await page.evaluate(`localStorage.setItem('segue.language', 'en')`);
  });

  it('say what went wrong', async () => {
    const refuse = '**/api/campaigns';
    await page.route(refuse, (route) =>
      route.fulfill({
        ...{ status: 503, contentType: 'application/problem+json' },
        body: JSON.stringify({ status: 503, code: 'service_down', title: 'service_down' }),
      }),
    );
    await page.goto(`${shop.url}/campaigns`);
    await seen(page.getByText('One of the services does not answer'));
    await page.unroute(refuse);
    await page.getByRole('button', { name: 'Try again' }).click();
    await seen(page.locator('tbody tr', { hasText: 'Thank you' }));
    await page.goto(`${shop.url}/campaigns/nosuch`);
    await seen(page.getByText('There is no such campaign.'));
  });

  it.each([
    '/campaigns',
    '/campaigns/presets',
    '/campaigns/welcome',
    '/campaigns/welcome/edit',
    '/campaigns/thank-you',
    '/campaigns/thank-you/edit',
  ])('%s can be used by all, also on a phone', async (path) => {
    const phone = await context.newPage();
    await phone.setViewportSize({ width: 390, height: 844 });
    await phone.goto(shop.url + path);
    await seen(
      phone
        .getByText('Thank you')
        .or(phone.getByLabel('What is it called?'))
        .or(phone.getByText('Win back'))
        .or(phone.getByText('Wait 3 days'))
        .first(),
    );
    await phone.waitForTimeout(1_500);
    await shot(phone, `phone${path.replaceAll('/', '-')}`);
    expect(await accessFaults(phone)).toEqual([]);
    expect(await smallTargets(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await phone.close();
  });

  it('leave no error on the console of the browser', () => {
    expect(faults.filter((fault) => !/503|400|409|404/.test(fault))).toEqual([]);
  });

  async function stepsShown(): Promise<Record<string, string>> {
    const rows = await page.locator('[data-testid=audience] li[data-step]').all();
    const texts = rows.map(async (row) => [
      await row.getAttribute('data-step'),
      await row.locator('.number').innerText(),
    ]);
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
  }

  /** Calls the management API with the session of the page. */
  function call(method: string, path: string, body?: object): Promise<unknown> {
    return page.evaluate(
      async ([how, where, what]) => {
        const { token } = (await (await fetch('/session/token', { method: 'POST' })).json()) as { token: string };
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        const answer = await fetch(where, { method: how, headers, ...(what !== null && { body: what }) });
        if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`);
        return answer.json();
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    );
  }
});

interface Effect {
  groups: { treated: { customers: number; buyers: number }; control: { customers: number; buyers: number } } | null;
}

/** A picture of the page for the eyes, where SEGUE_SHOTS names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SEGUE_SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function eventually(check: () => Promise<void>, withinMs = 30_000): Promise<void> {
  for (const until = Date.now() + withinMs; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

const order = (userId: string, id: string, total: string) => ({
  ...{ type: 'track', event: 'Order Completed', userId, messageId: `${userId}-${id}` },
  properties: { order_id: `${userId}-${id}`, total, currency: 'USD' },
});

/**
 * A customer who has ordered. Of eight the sixth and seventh gave no consent, the eighth has no
 * address, and the fourth and fifth share one.
 */
function customer(userId: string, place: number): object[] {
  const kind = place % 8;
  const name = userId.replace(
    /^(.)(\D+)(\d+)$/,
    (_, first: string, rest: string, digits: string) => `${first.toUpperCase()}${rest} ${digits}`,
  );
  const email =
    kind === 7 ? {} : { email: `${userId.replace(/\d+$/, '')}${kind === 4 ? place - 1 : place}@example.com` };
  const granted = {
    type: 'track',
    event: 'Consent Granted',
    userId,
    messageId: `${userId}-consent`,
    properties: { channel: 'email' },
  };
  return [
    {
      type: 'identify',
      userId,
      messageId: `${userId}-identify`,
      traits: { name, ...email, ...(kind < 3 && { city: 'Wien' }) },
      ...(kind === 2 && { context: { locale: 'zh-CN' } }),
    },
    ...(kind === 5 || kind === 6 ? [] : [granted]),
    order(userId, 'first', '20.00'),
  ];
}
