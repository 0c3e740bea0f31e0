// The job that voids the withdrawals of a misused public source: reads timelines by pages of
// identities and publishes a touchpoint for each affected one. Restarted after a crash, it
// publishes the same touchpoints, which are stored once.
import { type Bus, toOutgoing } from '@segue/bus';
import { type Touchpoint, touchpoints } from '@segue/contracts';
import { BUS, CLOCK, type Clock, type Job, Jobs, type Progress } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import { WithdrawalReader } from './withdrawal.reader';
import { type Period, voidOf } from './domain/voided';

const AT_ONCE = 500;

@Injectable()
export class WithdrawalVoiding {
  constructor(
    private readonly reader: WithdrawalReader,
    private readonly jobs: Jobs,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(period: Period): Promise<Job> {
    return this.jobs.start('void-withdrawals', null, (progress) => this.run(period, progress), { ...period });
  }

  private async run(period: Period, progress: Progress): Promise<void> {
    let done = 0;
    for await (const { read, voids } of voidsOf(this.reader, period, this.clock.now())) {
      await this.bus.publish(
        touchpoints.name,
        voids.map((touchpoint) => toOutgoing(touchpoints, touchpoint)),
      );
      done += read;
      await progress.report(done);
      if (progress.signal.aborted) return;
    }
  }
}

/** Yields the touchpoints to publish, page by page; `read` counts the identities of a page. */
export async function* voidsOf(
  reader: WithdrawalReader,
  period: Period,
  now: number,
): AsyncGenerator<{ read: number; voids: Touchpoint[] }> {
  let after = '';
  for (;;) {
    const page = await reader.withdrawals(period.source, after, AT_ONCE);
    const last = page.at(-1);
    if (!last) return;
    const voids = page.flatMap(({ identity, part, words }) => voidOf(identity, words, part, period, now) ?? []);
    yield { read: page.length, voids };
    after = last.identity;
  }
}
