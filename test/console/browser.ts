// A real browser for tests of the console: the system's Chromium, or the one that CHROMIUM_PATH
// names.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from 'playwright-core';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: PATH, args: ARGUMENTS });

/**
 * A browser context without a session: English, laptop size, without motion, so that clicks hit.
 */
export const visitor = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });

/** Whether tests with a browser are to run: in CI always, so that they fail where there is none. */
export const hasBrowser = (): boolean =>
  existsSync(PATH) || process.env.CI === 'true' || process.env.SEGUE_REQUIRE_PARTS === '1';

/** As `describeWith` of libs/testing: without a browser the tests are skipped with a remark. */
export function describeWithBrowser(title: string, tests: () => void): void {
  if (hasBrowser()) describe(title, tests);
  else describe.skip(`${title} (skipped: there is no browser at ${PATH})`, tests);
}

/** Returns the list of errors on the console of the page, to which later ones are added. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return faults;
}

export const seen = (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' });
