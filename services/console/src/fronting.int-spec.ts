// Requests that the console forwards to a service.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServices, openServices } from '@segue/service';
import { consoleBeside, consoleService } from './';
import { NO_DEMO } from './demo.host';

jest.setTimeout(60_000);

describe('a console in front of a service', () => {
  let folder: string;
  let behind: Server;
  let running: RunningServices;

  const open = async (service: typeof consoleService) => {
    const { port } = behind.address() as AddressInfo;
    const env = { PORT: '0', SEGUE_DATA_DIR: folder, LOG_LEVEL: 'error' };
    running = await openServices([service], { env: { ...env, INGESTION_URL: `http://127.0.0.1:${port}` } });
  };
  const spoofed = {
    'x-forwarded-for': '198.51.100.7',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=198.51.100.7',
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-fronting-'));
    behind = createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
    behind.listen(0, '127.0.0.1');
    await once(behind, 'listening');
  });
  afterEach(() => running.close());
  afterAll(async () => {
    behind.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  it('forwards the address of the caller, not the one that the request states', async () => {
    await open(consoleService);
    const answer = await fetch(`${running.url}/v1/projects/k/settings`, { headers: spoofed });
    const heard = (await answer.json()) as Record<string, string>;
    expect(heard['x-forwarded-for']).toBe('127.0.0.1');
    expect(heard['x-forwarded-host']).toBe(new URL(running.url).host);
    expect(heard['x-forwarded-proto']).toBe('http');
    expect(heard).not.toHaveProperty('forwarded');
  });

  it('forwards nothing where all services are in its own process, with any public addresses', async () => {
    await open(consoleBeside(NO_DEMO));
    expect((await fetch(`${running.url}/v1/projects/k/settings`)).status).toBe(404);
  });
});
