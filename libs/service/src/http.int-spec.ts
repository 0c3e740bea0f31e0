// The end of a server that has connections still.
import { once } from 'node:events';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { httpAdapter } from './http';

describe('a server at its end', () => {
  const open = async () => {
    const server = httpAdapter().getInstance();
    server.get('/slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return 'done';
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    return { server, port: (server.server.address() as AddressInfo).port };
  };
  const connected = async (port: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };

  it('does not wait for connections on which nobody has asked anything', async () => {
    const { server, port } = await open();
    const unused = await connected(port);
    const ended = once(unused.resume(), 'close');
    // Known to the server too.
    await fetch(`http://127.0.0.1:${port}/slow`);

    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(3_000);
    await ended;
  });

  it('answers what was asked before', async () => {
    const { server, port } = await open();
    const answer = fetch(`http://127.0.0.1:${port}/slow`);
    await once(server.server, 'request');

    await server.close();
    expect(await (await answer).text()).toBe('done');
  });
});
