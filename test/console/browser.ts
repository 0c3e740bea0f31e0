// A real browser for tests of the console: the system's Chromium, or the one that CHROMIUM_PATH
// names.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from 'playwright-core';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: PATH, args: ARGUMENTS });

/**
 * A stranger to the console: signed in nowhere, reads English, on a laptop. Nothing moves under a
 * click that is on its way.
 */
export const visitor = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });

/**
 * As `describeWith` of libs/testing: where there is no browser the tests are skipped and say so, in
 * CI that is a failure.
 */
export function describeWithBrowser(title: string, tests: () => void): void {
  const mustHave = process.env.CI === 'true' || process.env.SEGUE_REQUIRE_PARTS === '1';
  if (existsSync(PATH) || mustHave) describe(title, tests);
  else describe.skip(`${title} (skipped: there is no browser at ${PATH})`, tests);
}

/** Faults that the page itself tells of, as they come. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return faults;
}

export const seen = (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' });
