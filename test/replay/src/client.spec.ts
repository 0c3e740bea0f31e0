import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SegueClient } from './client';

it('says which server cannot be reached, and how to name another', async () => {
  // A port on which nothing listens any more.
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));

  const client = new SegueClient({ url: `http://127.0.0.1:${port}`, adminToken: 'a', writeKey: 'w' });
  await expect(client.time()).rejects.toThrow(
    `http://127.0.0.1:${port} cannot be reached: is Segue running there? Another address: --url, or PORT`,
  );
});
