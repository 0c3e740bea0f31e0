// The job that takes back the withdrawals of a misused public source: reads timelines by pages of identities and publishes a touchpoint for each that
// is concerned. Begun again after a crash it publishes the same touchpoints, which are stored once.
import { type Bus, toOutgoing } from '@segue/bus';
import { touchpoints } from '@segue/contracts';
import { BUS, CLOCK, type Clock, type Job, Jobs, type Progress } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import { CustomerReader } from './customer.reader';
import { type Period, voidOf } from './domain/voided';

const AT_ONCE = 500;

@Injectable()
export class WithdrawalVoiding {
  constructor(
    private readonly reader: CustomerReader,
    private readonly jobs: Jobs,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(period: Period): Promise<Job> {
    return this.jobs.start('void-withdrawals', null, (progress) => this.run(period, progress), { ...period });
  }

  private async run(period: Period, progress: Progress): Promise<void> {
    const now = this.clock.now();
    let done = 0;
    for (let after = ''; !progress.signal.aborted;) {
      const page = await this.reader.withdrawals(period.source, after, AT_ONCE);
      const last = page.at(-1);
      if (!last) return;
      const voids = page.flatMap(({ identity, part, words }) => voidOf(identity, words, part, period, now) ?? []);
      await this.bus.publish(
        touchpoints.name,
        voids.map((touchpoint) => toOutgoing(touchpoints, touchpoint)),
      );
      after = last.identity;
      done += page.length;
      await progress.report(done);
    }
  }
}
