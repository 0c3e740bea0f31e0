// The server on its connections: requests that never end, paths and proxies, and shutdown with open
// connections.
import { once } from 'node:events';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { type HttpOptions, RAW_BODY, httpAdapter } from './http';

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
    // By now the server has noted that the request ended.
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

describe('a request', () => {
  const SHORT: HttpOptions = { requestTimeoutMs: 600, headersTimeoutMs: 300, lookEveryMs: 50 };
  let close: () => Promise<unknown>;
  const open = async (options: HttpOptions = {}) => {
    const server = httpAdapter(options).getInstance();
    server.post('/take', async () => 'taken');
    server.get('/from', async ({ ip, protocol, host }) => [ip, protocol, host]);
    server.get('/named/:name', async () => 'named');
    await server.listen({ port: 0, host: '127.0.0.1' });
    close = () => server.close();
    return (server.server.address() as AddressInfo).port;
  };
  afterEach(() => close());

  /** Resolves with everything that is received until the connection ends. */
  const readToEnd = async (socket: Socket): Promise<string> => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'close');
    return text;
  };

  it.each([
    ['a body that drips', 'POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', 'x'],
    ['a body that stops', 'POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{', ''],
    ['chunks that drip', 'POST /take HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'],
    ['headers that drip', 'POST /take HTTP/1.1\r\n', 'X-A: b\r\n'],
    ['a request that never begins', '', ''],
  ])('is ended with 408: %s', async (_, begin, drop) => {
    const socket = connect(await open(SHORT), '127.0.0.1');
    socket.write(begin);
    const dripping = setInterval(() => socket.writable && socket.write(drop), 20);
    const began = performance.now();
    const answer = await readToEnd(socket);
    clearInterval(dripping);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json.*"code":"request_timeout"/s);
  });

  it.each(['', 'x', 'application/json, text/plain', 'application/cloudevents+json', 'multipart/form-data; boundary=x'])(
    'has its body taken where the route reads bytes, whatever its content type says: “%s”',
    async (type) => {
      const server = httpAdapter().getInstance();
      server.post('/bytes', { config: RAW_BODY }, async ({ body, headers }) => `${headers['content-type']} ${body}`);
      await server.listen({ port: 0, host: '127.0.0.1' });
      close = () => server.close();
      const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
      socket.write(
        `POST /bytes HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\n{}`,
      );
      const answer = await readToEnd(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      // One that can be read stays: the form of a CloudEvent follows from it.
      const read = ['', 'x', 'application/json, text/plain'].includes(type) ? 'application/octet-stream' : type;
      expect(answer.endsWith(`\r\n${read} {}`)).toBe(true);
    },
  );

  it('that is no HTTP is answered with a problem', async () => {
    const socket = connect(await open(), '127.0.0.1');
    socket.write('hello\r\n\r\n');
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1\.1 400 .*"code":"bad_request"/s);
  });

  it.each([
    ['of a stated length', (bytes: number) => `Content-Length: ${bytes}`, (body: string) => body],
    ['in chunks', () => 'Transfer-Encoding: chunked', (body: string) => `${body.length.toString(16)}\r\n${body}\r\n`],
  ])('too large a body %s is read to its end, so that the 413 arrives', async (_, header, framed) => {
    const socket = connect(await open(), '127.0.0.1');
    const errors = new Set<string>();
    const note = (error?: Error | null) => error && errors.add(error.message);
    socket.on('error', note);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    const part = 'x'.repeat(100_000);
    socket.write(`POST /take HTTP/1.1\r\nHost: a\r\n${header(100 * part.length)}\r\n\r\n`);
    for (let sent = 0; sent < 100; sent++) {
      await new Promise<void>((resolve) => {
        socket.write(framed(part), (error) => {
          note(error);
          resolve();
        });
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([...errors]).toEqual([]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('too large a body that never ends is cut off', async () => {
    const socket = connect(await open(SHORT), '127.0.0.1');
    socket.write('POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000000\r\n\r\n');
    const dripping = setInterval(() => socket.writable && socket.write('x'.repeat(1_000)), 20);
    const began = performance.now();
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1\.1 413 /);
    clearInterval(dripping);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it.each([
    ['414', 'uri_too_long', `/named/${'a'.repeat(1025)}`],
    ['400', 'invalid', '/named/%zz'],
    ['431', 'headers_too_large', `/named/${'a'.repeat(20_000)}`],
  ])('is refused with %s %s for its path', async (status, code, path) => {
    const answer = await fetch(`http://127.0.0.1:${await open()}${path}`);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: Number(status), code });
  });

  it('has the address that a trusted proxy states, and no address that others state', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil' };
    const from = async (options: HttpOptions) => {
      const port = await open(options);
      const answer: unknown = await (await fetch(`http://127.0.0.1:${port}/from`, { headers })).json();
      await close();
      return { port, answer };
    };
    const direct = await from({});
    expect(direct.answer).toEqual(['127.0.0.1', 'http', `127.0.0.1:${direct.port}`]);
    expect((await from({ trustedProxies: ['10.0.0.0/8'] })).answer).toEqual(['127.0.0.1', 'http', expect.anything()]);
    expect((await from({ trustedProxies: ['127.0.0.1'] })).answer).toEqual(['198.51.100.7', 'https', 'evil']);
  });
});
