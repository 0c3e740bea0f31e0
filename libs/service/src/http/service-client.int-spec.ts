// A client of another service, against a real HTTP server.
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { customerNames } from '@segue/contracts';
import { Problem } from './problem';
import { ServiceClient } from './service-client';

describe('what another service answers', () => {
  let server: Server;
  let client: ServiceClient;
  let next: { status: number; body: string } = { status: 200, body: '' };

  beforeAll(async () => {
    server = createServer((_, answer) =>
      answer.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new ServiceClient('profile', `http://127.0.0.1:${port}`, 'admin-token', 'scoring');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const read = (status: number, body: unknown) => {
    next = { status, body: JSON.stringify(body) };
    return client.find('/api/customers/x', customerNames);
  };
  const problemOf = async (status: number, body: unknown) => {
    const { status: own, code, detail } = (await read(status, body).catch((error: unknown) => error)) as Problem;
    return [own, code, detail];
  };
  const names = { customer: 'c1', identities: ['userId:a'] };

  it('is returned where it has the fields of its contract, whatever else it has', async () => {
    expect(await read(200, { ...names, more: 1 })).toEqual({ ...names, more: 1 });
    expect(await read(404, { code: 'customer_unknown' })).toBeNull();
  });

  it('is an outage where it is an error of that service or not of the contract', async () => {
    expect(await problemOf(500, {})).toEqual([503, 'service_down', 'the profile service does not answer']);
    expect(await problemOf(403, {})).toEqual([503, 'service_down', 'the profile service does not answer']);
    expect(await problemOf(200, null)).toEqual([
      503,
      'service_down',
      'the profile service is of another version: its answer to /api/customers/{reference}: Expected object',
    ]);
    expect(await problemOf(200, { customer: 'c1', identities: [7] })).toEqual([
      503,
      'service_down',
      'the profile service is of another version: its answer to /api/customers/{reference}, identities.0: Expected string',
    ]);
  });

  it('is passed on where it refuses the question, which no repetition changes', async () => {
    const errors = [{ path: 'orders.0.identity', code: 'unsafe', message: 'has a NUL' }];
    expect(await problemOf(400, { code: 'invalid', detail: 'odd', errors })).toEqual([400, 'invalid', 'odd']);
  });
});
