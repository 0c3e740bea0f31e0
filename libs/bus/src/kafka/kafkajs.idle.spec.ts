import { createRequire } from 'node:module';
import { checkOnlyWhatWaits } from './kafkajs.idle';

interface Queue {
  throttledUntil: number;
  push(request: object): void;
  fulfillRequest(answer: object): void;
  destroy(): void;
}

const RequestQueue = createRequire(__filename)('kafkajs/src/network/requestQueue') as new (options: object) => Queue;
const silent = { debug: () => undefined, error: () => undefined };

describe("kafkajs's queue of requests", () => {
  let sent: number[];
  let queue: Queue;
  const request = (correlationId: number) => ({
    entry: { correlationId, resolve: () => undefined, reject: () => undefined },
    expectResponse: true,
    sendRequest: () => sent.push(correlationId),
  });
  const answer = (correlationId: number) => queue.fulfillRequest({ correlationId, payload: {}, size: 1 });

  beforeAll(checkOnlyWhatWaits);

  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    queue = new RequestQueue({
      maxInFlightRequests: 1,
      requestTimeout: 1000,
      enforceRequestTimeout: false,
      clientId: 'c',
      broker: 'b',
      logger: silent,
    });
  });

  afterEach(() => {
    queue.destroy();
    jest.useRealTimers();
  });

  it('sets no timer while nothing waits', () => {
    queue.push(request(1));
    answer(1);
    expect([sent, jest.getTimerCount()]).toEqual([[1], 0]);
  });

  it('sends what waited for an answer', () => {
    queue.push(request(1));
    queue.push(request(2));
    answer(1);
    expect(sent).toEqual([1, 2]);
  });

  it('sends what waited for the end of a throttling', () => {
    queue.throttledUntil = Date.now() + 500;
    queue.push(request(1));
    jest.advanceTimersByTime(400);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(200);
    expect(sent).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
