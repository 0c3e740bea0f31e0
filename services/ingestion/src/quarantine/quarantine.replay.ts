// Takes a refused event once it was corrected, or once what refused it has changed.
import { CLOCK, type Clock, Problem } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accept/caller.check';
import { withIds } from '../accept/domain/judged';
import { isPlain } from '../accept/domain/body';
import { Receipts } from '../accept/receipts';
import { TouchpointIntake } from '../accept/touchpoint.intake';
import { type KnownSource, SourceDirectory } from '../sources/source.directory';
import { SourceLimits } from '../sources/source.limits';
import { webhookOf } from '../webhooks/domain/kept';
import { WebhookDoor, isWebhook } from '../webhooks/webhook.door';
import type { QuarantineEntry } from './domain/rejected';
import { QuarantineStore } from './quarantine.store';

@Injectable()
export class QuarantineReplay {
  constructor(
    private readonly quarantine: QuarantineStore,
    private readonly sources: SourceDirectory,
    private readonly limits: SourceLimits,
    private readonly intake: TouchpointIntake,
    private readonly receipts: Receipts,
    private readonly webhooks: WebhookDoor,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes the event of an entry in the name of its source; then the entry is deleted. An event
   * without an id has one of the entry, so that a crash in between and a second try add nothing.
   * @param corrected instead of the event as it was sent.
   * @throws {Problem} 400 with the fault when it is refused again; 409 for a remark on an event
   * that was taken, a source that is disabled, or a text that is no event.
   */
  async take(entry: QuarantineEntry & { event: string }, corrected?: Record<string, unknown>): Promise<void> {
    if (entry.taken) throw Problem.conflict('was_taken', 'this is a remark on an event that was taken');
    const source = await this.sources.sourceWithId(entry.source);
    if (source === null) throw Problem.conflict('source_unknown', 'the source of this event is disabled or gone');
    const event = corrected ?? eventIn(entry.event);
    if (isWebhook(source) && isPlain(event) && 'payload' in event)
      await this.webhooks.takeAgain(source, webhookOf(entry, event), entry.id);
    else await this.takeEvent(source, event, entry);
    await this.quarantine.discard(entry.id);
  }

  private async takeEvent(source: KnownSource, event: unknown, entry: QuarantineEntry): Promise<void> {
    const caller: Caller = { source, origin: 'live' };
    await this.limits.spendEvents(caller, 1);
    const now = this.clock.now();
    const place = this.receipts.take(now, 1);
    // Judged by the time of its receipt, against which `sentAt` corrects the sender's clock.
    const judged = await this.intake.judge('batch', { batch: [event] }, caller, entry.receivedAt, place);
    for (const { touchpoint } of judged.accepted) touchpoint.recordedAt = now;
    withIds(judged, () => `quarantine/${entry.id}`);
    const [fault] = judged.rejected;
    if (fault !== undefined) throw Problem.invalid({ ...fault, path: fault.path.replace(/^batch\.0\.?/, '') });
    const [large] = await this.intake.take(judged, caller, now);
    if (large !== undefined) throw Problem.invalid(large);
  }
}

function eventIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw Problem.conflict('event_cut', 'too much of this event was cut off to send it again: send it corrected');
  }
}
