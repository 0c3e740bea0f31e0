// What the bench prints while it works.

const EVERY_MS = 10_000;

export const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Returns a function that prints a count every ten seconds. */
export function progress(total: number, what: string): (count: number) => void {
  const started = performance.now();
  let printed = started;
  return (count) => {
    const now = performance.now();
    if (now - printed < EVERY_MS) return;
    printed = now;
    const seconds = Math.round((now - started) / 1000);
    say(`  ${count.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${what} after ${seconds} s`);
  };
}
