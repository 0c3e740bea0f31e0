// `segue_event_loop_delay_seconds` of each service: in its metrics, raised by a loop that was
// blocked, and low again afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign } from '@segue/campaign';
import { consoleService } from '@segue/console';
import { delivery } from '@segue/delivery';
import { freePorts } from '@segue/infra';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';
import { openServices } from '@segue/service';
import { pause } from './src/pause';

const BLOCKED_MS = 600;
const ADMIN = 'an-admin-token-of-tests';

jest.setTimeout(120_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-loop-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

it.each([ingestion, profile, scoring, campaign, delivery, consoleService].map((one) => [one.name, one] as const))(
  '%s shows by how much its event loop was late',
  async (_, service) => {
    const [port] = await freePorts(1);
    const env = { PORT: String(port), LOG_LEVEL: 'error', SEGUE_DATA_DIR: folder, SEGUE_ADMIN_TOKEN: ADMIN };
    const running = await openServices([service], { env });
    try {
      await longestIn(running.url);
      // The first sample after a scrape only marks the time from which delays are counted.
      await pause(200);
      block(BLOCKED_MS);
      await pause(100);
      const blocked = await longestIn(running.url);
      await pause(300);
      const free = await longestIn(running.url);

      expect(blocked).toBeGreaterThan((0.9 * BLOCKED_MS) / 1_000);
      expect(free).toBeLessThan(blocked / 2);
    } finally {
      await running.close();
    }
  },
);

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

/** The longest delay since the scrape before, seconds. */
async function longestIn(url: string): Promise<number> {
  const headers = { authorization: `Bearer ${ADMIN}` };
  const text = await (await fetch(new URL('/metrics', url), { headers })).text();
  const line = /^segue_event_loop_delay_seconds\{quantile="1"\} (\S+)$/m.exec(text);
  return Number(line?.[1]);
}
