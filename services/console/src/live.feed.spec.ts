import { type ServiceName, byService } from '@segue/contracts';
import { LiveFeed } from './live.feed';
import type { News } from './news.views';
import type { ServiceClients } from './service.clients';

const at = '2026-11-30T12:00:00.000Z';
const visit = (id: string) => ({
  ...{ customer: 'c1', identity: 'userId:a', source: 's', id, event: 'Product Viewed', origin: 'live' },
  ...{ occurredAt: at, recordedAt: at, simulated: false, channel: null },
});

describe('the feed of current news', () => {
  let touchpoints: object[];
  let asked: string[];
  let failing: ReadonlySet<ServiceName>;
  let delayMs: number;
  let feed: LiveFeed;
  beforeEach(() => {
    jest.useFakeTimers();
    [touchpoints, asked, failing, delayMs] = [[visit('t1')], [], new Set(), 10];
    const clients = byService((service) => ({
      read: async (path: string) => {
        asked.push(path);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        if (failing.has(service)) throw new Error('away');
        return { items: path.startsWith('/api/touchpoints') ? touchpoints : [] };
      },
    }));
    feed = new LiveFeed(clients as unknown as ServiceClients, { now: () => Date.now() }, () => undefined);
  });
  afterEach(() => jest.useRealTimers());

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const looks = () => asked.filter((path) => path.startsWith('/api/touchpoints')).length;
  const decisionsAsked = () => asked.filter((path) => path.startsWith('/api/decisions')).length;

  /** Listens; returns the news that came, and what ends it. */
  function listen(): { came: News[]; end: () => void } {
    const came: News[] = [];
    return { came, end: feed.watch((news) => came.push(...news)) };
  }

  it('looks once a second however many listen, and gives each of them each news once', async () => {
    const first = listen();
    await pass(5);
    const second = listen();
    await pass(3_000);
    touchpoints = [visit('t1'), visit('t2')];
    await pass(1_000);
    expect(looks()).toBe(5);
    expect([first.came, second.came].map((came) => came.map(({ id }) => id))).toEqual([
      first.came.map(({ id }) => id),
      first.came.map(({ id }) => id),
    ]);
    expect(new Set(first.came.map(({ id }) => id)).size).toBe(2);
    expect(first.came).toHaveLength(2);
  });

  it('asks for the decisions of all kinds until it had all of them, and again after a rest', async () => {
    failing = new Set(['campaign']);
    const { end } = listen();
    await pass(500);
    expect(decisionsAsked()).toBe(3);
    failing = new Set();
    await pass(1_000);
    expect(decisionsAsked()).toBe(6);
    await pass(1_000);
    expect(decisionsAsked()).toBe(7);
    end();
    await pass(5_000);
    listen();
    await pass(500);
    expect(decisionsAsked()).toBe(10);
  });

  it('does not open on news of before a rest', async () => {
    const { came, end } = listen();
    await pass(100);
    expect(came).toHaveLength(1);
    end();
    failing = new Set(['profile', 'scoring', 'campaign']);
    const later = listen();
    await pass(2_000);
    expect(later.came).toEqual([]);
    failing = new Set();
    touchpoints = [visit('t9')];
    await pass(1_500);
    expect(later.came).toHaveLength(1);
  });

  it('does not publish what was asked before a rest', async () => {
    delayMs = 300;
    const { end } = listen();
    await pass(50);
    end();
    touchpoints = [visit('t9')];
    const later = listen();
    await pass(2_000);
    expect(later.came.map(({ id }) => id)).toHaveLength(1);
    expect(later.came[0]?.id).toContain('t9');
  });
});
