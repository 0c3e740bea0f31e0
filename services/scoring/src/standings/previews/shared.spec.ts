import { Shared } from './shared';

it('asks once for those who ask together and soon after, and again later', async () => {
  let [now, asked] = [0, 0];
  const shared = new Shared(
    async () => {
      now += 100;
      return ++asked;
    },
    () => now,
  );
  expect(await Promise.all([shared.get(), shared.get()])).toEqual([1, 1]);
  now += 1_999;
  expect(await shared.get()).toBe(1);
  now += 1;
  expect(await shared.get()).toBe(2);
});

it('does not share a failure with those who ask after it', async () => {
  const answers = [() => Promise.reject(new Error('down')), () => Promise.resolve('up')];
  const shared = new Shared(() => (answers.shift() as () => Promise<string>)());
  await expect(shared.get()).rejects.toThrow('down');
  expect(await shared.get()).toBe('up');
});
