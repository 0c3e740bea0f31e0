// A TCP proxy on loopback between a service and its database, cache or broker that can cut
// connections at a chosen moment, as a restart, a dropped network or a fail-over does.
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/**
 * `before`: the client's data is not forwarded. `after`: it is forwarded, and the answer is lost.
 */
export type Moment = 'before' | 'after';

export class CuttingProxy {
  private readonly pairs = new Set<[Socket, Socket]>();
  private armed: { isIt: (chunk: Buffer) => boolean; moment: Moment } | undefined;
  private refusing = false;
  private cuts = 0;
  /** Called with every chunk that a client sends. */
  onSent: (chunk: Buffer) => void = () => undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: () => { host: string; port: number },
  ) {}

  /**
   * Starts a proxy.
   * @param target called for each connection: a server may start after its proxy.
   */
  static async to(target: () => { host: string; port: number }): Promise<CuttingProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new CuttingProxy(server, target);
    server.on('connection', (client) => proxy.join(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Number of armed cuts that have happened. */
  get cutCount(): number {
    return this.cuts;
  }

  /** Cuts the connection that next sends this text, or a matching chunk. */
  arm(what: string | ((chunk: Buffer) => boolean), moment: Moment): void {
    const isIt = typeof what === 'string' ? (chunk: Buffer) => chunk.includes(what) : what;
    this.armed = { isIt, moment };
  }

  disarm(): void {
    this.armed = undefined;
  }

  /** Cuts every connection that is open now. */
  cutAll(): void {
    for (const pair of this.pairs) this.cut(pair);
  }

  /** Refuses new connections until it is called with `false`. */
  refuse(refusing: boolean): void {
    this.refusing = refusing;
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    if (this.refusing) return void client.resetAndDestroy();
    const upstream = connect({ ...this.target(), noDelay: true });
    const pair: [Socket, Socket] = [client, upstream];
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => this.cut(pair));
    }
    client.on('data', (chunk: Buffer) => this.pass(chunk, pair));
    upstream.on('data', (chunk: Buffer) => client.write(chunk));
  }

  private pass(chunk: Buffer, pair: [Socket, Socket]): void {
    this.onSent(chunk);
    const { armed } = this;
    if (armed === undefined || !armed.isIt(chunk)) return void pair[1].write(chunk);
    this.armed = undefined;
    this.cuts++;
    if (armed.moment === 'before') return this.cut(pair);
    // The client is gone, but the request arrives complete.
    this.pairs.delete(pair);
    pair[1].end(chunk);
    pair[0].destroy();
  }

  private cut(pair: [Socket, Socket]): void {
    if (!this.pairs.delete(pair)) return;
    for (const socket of pair) socket.destroy();
  }
}
