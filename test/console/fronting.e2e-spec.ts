// The console as a separate process in front of separate services, on Kafka: one address for pages
// and API.
import { describeWith } from '@segue/testing';
import type { Browser, Page } from 'playwright-core';
import { System } from '../e2e/src/system';
import { describeWithBrowser, faultsOf, openBrowser, seen, visitor } from './browser';
import { buildPages } from './shop';

const PATIENCE_MS = 180_000;
jest.setTimeout(PATIENCE_MS);

describeWith('ownKafka', 'services by themselves', () =>
  describeWithBrowser('behind the console', () => {
    let system: System;
    let browser: Browser;
    let page: Page;
    let faults: string[];
    let origin: string;

    beforeAll(async () => {
      await buildPages();
      system = await System.onKafka({ console: true });
      browser = await openBrowser();
      page = await (await visitor(browser)).newPage();
      page.setDefaultTimeout(30_000);
      faults = faultsOf(page);
    }, PATIENCE_MS);
    afterAll(async () => {
      await browser?.close();
      await system?.close();
    }, PATIENCE_MS);

    it('signs in, and finds all services healthy', async () => {
      await page.goto(await system.startLink());
      await seen(page.getByRole('heading', { name: 'The last 7 days' }));
      ({ origin } = new URL(page.url()));
      await page.goto(`${origin}/operate`);
      await seen(page.getByText('All 5 services are ready', { exact: false }));
    });

    it('takes a purchase at its own address and shows it on the customer’s page', async () => {
      const answer = await fetch(`${origin}/v1/track`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${system.writeKey}:`).toString('base64')}` },
        body: JSON.stringify({
          userId: 'fang',
          event: 'Order Completed',
          properties: { order_id: 'o1', total: '41.50', currency: 'USD' },
        }),
      });
      expect(answer.status).toBe(200);
      await system.quiet();

      await page.goto(`${origin}/customers/userId:fang`);
      await seen(page.getByText('Bought for $41.50'));
      await seen(page.getByText('Net margin', { exact: true }));
      await seen(page.locator('canvas'));
    });

    it('passes on what the services refuse, and who may not', async () => {
      const unknown = await fetch(`${origin}/api/customers/userId:nobody`, {
        headers: { authorization: `Bearer ${system.adminToken}` },
      });
      expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
        404,
        expect.stringContaining('application/problem+json'),
      ]);
      expect((await fetch(`${origin}/api/customers/userId:fang`)).status).toBe(401);
    });

    it('describes all services in one document', async () => {
      const read = (headers: Record<string, string>) => fetch(`${origin}/api/openapi.json`, { headers });
      expect((await read({})).status).toBe(401);
      const authorization = `Bearer ${system.adminToken}`;
      const document = (await (await read({ authorization })).json()) as { paths: object };
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining([
          '/api/sources',
          '/api/customers/{reference}',
          '/api/segments',
          '/api/campaigns',
          '/api/live',
        ]),
      );
    });

    it('names the service that is gone, while the others go on', async () => {
      expect(faults).toEqual([]);
      await system.stop('scoring');
      await page.goto(`${origin}/operate`);
      await seen(page.getByText('Scoring cannot be reached.'));
      await page.goto(`${origin}/customers/userId:fang`);
      await seen(page.getByText('Bought for $41.50'));
      await seen(page.locator('code', { hasText: 'service_down' }));
    });
  }),
);
