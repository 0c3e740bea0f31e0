import { atOnce } from '@segue/contracts';
import { Gate, inSlices } from './slices';

function* count(to: number, workMs = 0): Generator<void, number> {
  for (let n = 0; n < to; n++) {
    for (const until = performance.now() + workMs; performance.now() < until;);
    yield;
  }
  return to;
}

it('returns the result of the computation', async () => {
  expect([await inSlices(count(1_000)), atOnce(count(1_000))]).toEqual([1_000, 1_000]);
});

it('turns to the event loop after each slice', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await inSlices(count(20, 5), 10);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

it('waits between slices for what it is given', async () => {
  let rests = 0;
  await inSlices(count(10, 5), 10, async () => void rests++);
  expect(rests).toBeGreaterThanOrEqual(3);
  await inSlices(count(3), 1_000, () => Promise.reject(new Error('no rest is needed')));
});

it('refuses callers when the gate is full', async () => {
  const gate = new Gate(1);
  const refusal = () => new Error('full');
  let leave: () => void = () => undefined;
  const first = gate.pass(() => new Promise<void>((done) => (leave = done)), refusal);
  await expect(gate.pass(async () => 1, refusal)).rejects.toThrow('full');
  leave();
  await first;
  await expect(gate.pass(async () => 1, refusal)).resolves.toBe(1);
});
