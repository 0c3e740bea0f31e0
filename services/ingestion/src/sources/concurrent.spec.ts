import { Problem } from '@segue/service';
import { SourceLimits } from './source.limits';

const SHOP = { id: 'shop', public: false } as never;
const SITE = { id: 'site', public: true } as never;
const limits = () =>
  new SourceLimits({ SEGUE_PUBLIC_WITHDRAWALS_PER_MINUTE: 60 } as never, {} as never, { now: () => 0 });

/** Begins requests that stay under way until `end`; returns how many were taken. */
async function begun(on: SourceLimits, source: never, count: number) {
  const enders: (() => void)[] = [];
  const refused: unknown[] = [];
  const all = Array.from({ length: count }, () =>
    on.within(source, () => new Promise<void>((done) => enders.push(done))).catch((error) => refused.push(error)),
  );
  await new Promise((done) => setImmediate(done));
  const end = () => {
    for (const one of enders) one();
    return Promise.all(all);
  };
  return { taken: enders.length, refused, end };
}

describe('the requests of a source that are under way', () => {
  it.each([
    [SHOP, 200],
    [SITE, 50],
  ])('are limited, and those of others go on', async (source, most) => {
    const on = limits();
    const other = source === SHOP ? SITE : SHOP;
    const { taken, refused, end } = await begun(on, source, most + 1);
    expect(taken).toBe(most);
    expect(refused).toEqual([expect.any(Problem)]);
    expect(refused[0]).toMatchObject({ status: 429, code: 'concurrent' });
    const beside = await begun(on, other, 1);
    expect(beside.taken).toBe(1);
    await Promise.all([end(), beside.end()]);
    const again = await begun(on, source, most);
    expect(again.taken).toBe(most);
    await again.end();
  });
});
