// Retakes the pictures of the README from a running demo:
// `SEGUE_SERVER=http://localhost:3000 SEGUE_ADMIN_TOKEN=… SEGUE_START_LINK=… node scripts/pictures.mjs`,
// with the one-time link of the data folder (`start-link`), at the same host name.
import { chromium } from 'playwright-core';

const server = process.env.SEGUE_SERVER ?? 'http://localhost:3000';
const token = process.env.SEGUE_ADMIN_TOKEN;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SETTLED_MS = 4_000;

const asAdmin = async (path) => (await fetch(server + path, { headers: { authorization: `Bearer ${token}` } })).json();

/**
 * Returns a customer to whom a campaign wrote, since that page shows every part; with a Latin name,
 * since a machine may lack Chinese fonts.
 */
async function customer() {
  const { items } = await asAdmin('/api/decisions?limit=50');
  for (const { outcome, customer: id } of items) {
    if (outcome !== 'sent') continue;
    const { traits } = await asAdmin(`/api/customers/${id}`);
    if (/^[\x20-\x7e]+$/.test(traits.name ?? '')) return id;
  }
  throw new Error('no campaign has written to a customer with a Latin name yet');
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 940 } });
await page.goto(process.env.SEGUE_START_LINK);
for (const [name, path] of [
  ['home', '/'],
  ['customer', `/customers/${await customer()}`],
]) {
  await page.goto(server + path);
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: `docs/images/${name}.png` });
}
await browser.close();
