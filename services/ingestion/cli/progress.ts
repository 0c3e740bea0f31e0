// Shows progress on standard error: a bar on a terminal, a line every few seconds elsewhere.
import { Presets, SingleBar } from 'cli-progress';

const EVERY_MS = 5_000;

/** The progress of a run, shown at once; it does not keep the program running. */
export class Progress {
  private readonly bar: SingleBar;
  private isStopped = false;

  /** @param unit unit of `total`, such as MB. */
  constructor(
    what: string,
    total: number,
    private readonly unit: { name: string; size: number },
  ) {
    const format = `${what} {bar} {value}/{total} ${unit.name} {at} ETA {eta_formatted}`;
    this.bar = new SingleBar(
      { format, stream: process.stderr, noTTYOutput: true, notTTYSchedule: EVERY_MS },
      Presets.shades_classic,
    );
    this.bar.start(Math.ceil(total / unit.size), 0, { at: '' });
  }

  update(done: number, at = ''): void {
    this.bar.update(Math.min(Math.ceil(done / this.unit.size), this.bar.getTotal()), { at });
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.bar.stop();
  }
}
