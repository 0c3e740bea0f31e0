import { BusySources } from './busy.sources';

const sources = () => new BusySources({} as never, () => undefined);

async function restAfter(busy: BusySources, workMs: number, share: number): Promise<number> {
  const started = performance.now();
  await busy.leaveRoom(workMs, share);
  return performance.now() - started;
}

it('leaves room to live traffic, and none where there is no such traffic', async () => {
  const busy = sources();
  expect(await restAfter(busy, 500, 1 / 10)).toBeLessThan(250);
  busy.note('shop', 1);
  // 20 ms of work in a third of the time leave 40 ms of rest.
  expect(await restAfter(busy, 20, 1 / 3)).toBeGreaterThanOrEqual(38);
});
