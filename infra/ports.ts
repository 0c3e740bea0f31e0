// Free ports on the loopback address.
import { createServer } from 'node:net';

// Below 32768, from which systems number outgoing connections, so that a server finds its port free
// after a restart.
const FIRST = 20_000;
const COUNT = 12_000;

/** Returns so many different ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function listen(): Promise<ReturnType<typeof createServer>> {
  for (;;) {
    const server = createServer();
    const isFree = await new Promise<boolean>((known, failed) => {
      server.once('listening', () => known(true));
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? known(false) : failed(error),
      );
      server.listen(FIRST + Math.floor(Math.random() * COUNT), '127.0.0.1');
    });
    if (isFree) return server;
  }
}
