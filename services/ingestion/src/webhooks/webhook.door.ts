// The way of one webhook: signature over the bytes, limits of its source, reading, taking. Only a
// right signature costs the source anything, since everybody may know its address.
import { randomUUID } from 'node:crypto';
import { Invalid } from '@segue/contracts';
import type { Log } from '@segue/bus';
import { CLOCK, type Clock, LOG, Problem, Rounds } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { jsonOf, unpacked } from '../accept/body';
import { type Caller, keyIn } from '../accept/caller.check';
import { rejection, withIds } from '../accept/domain/judged';
import type { SegmentEvent } from '../accept/domain/segment-event';
import { Receipts } from '../accept/receipts';
import { TouchpointIntake } from '../accept/touchpoint.intake';
import { SourceActivity } from '../activity/source.activity';
import { IngestionConfig } from '../config';
import { QuarantineStore } from '../quarantine/quarantine.store';
import { type KnownSource, SourceDirectory } from '../sources/source.directory';
import { SourceLimits } from '../sources/source.limits';
import { type Received, keptOf } from './domain/kept';
import { type Reading, type WebhookHeaders, ignored, oneOf } from './domain/reading';
import { SIGNATURES, type SignatureFault } from './domain/signatures';
import { READERS, type WebhookSystem } from './domain/systems';
import { isPing } from './domain/woocommerce';
import { WebhookOrderStore } from './webhook-order.store';
import type { WebhookTakenView } from './webhook.views';

/** A source that takes the webhooks of a system. */
export type WebhookSource = KnownSource & Required<Pick<KnownSource, 'webhook'>>;

export const isWebhook = (source: KnownSource | null): source is WebhookSource => source?.webhook !== undefined;

/** Bytes of a body that is kept as text, since it is no JSON. */
const KEPT_TEXT_BYTES = 32 * 1024;
const PRUNE_EVERY_MS = 3600 * 1000;

@Injectable()
export class WebhookDoor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly sources: SourceDirectory,
    private readonly limits: SourceLimits,
    private readonly intake: TouchpointIntake,
    private readonly receipts: Receipts,
    private readonly quarantine: QuarantineStore,
    private readonly activity: SourceActivity,
    private readonly orders: WebhookOrderStore,
    private readonly config: IngestionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'old orders of webhooks could not be pruned');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(PRUNE_EVERY_MS, () => this.orders.prune(this.clock.now()));
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /**
   * Takes a webhook; resolves once its touchpoints are durable. What cannot be read is in the
   * quarantine and answered with success, since the same again would be refused again.
   * @throws {Problem} 401 for a wrong signature; 413 and 429 by the limits of the source.
   */
  async take(source: WebhookSource, headers: WebhookHeaders, raw: Buffer): Promise<WebhookTakenView> {
    const now = this.clock.now();
    if (source.webhook.system === 'woocommerce' && isPing(headers, raw)) {
      this.activity.noteUnsigned(source.id, now, 'ignored', { code: 'ping', message: '' });
      return answer(0, 0, ['ping']);
    }
    const fault = await this.signatureFault(source, headers, raw, now);
    if (fault !== null) {
      this.activity.noteUnsigned(source.id, now, 'refused', fault);
      throw Problem.unauthorized(fault.message);
    }
    const caller: Caller = { source, origin: 'live' };
    await this.limits.assertAllowed(caller);
    const plain = await unpacked(raw, oneOf(headers['content-encoding']));
    await this.limits.spendBytes(caller, plain.length);
    const topic = topicOf(source.webhook.system, headers);
    return this.limits.within(source, () => this.takeChecked(source, { topic, headers, body: plain }, now));
  }

  /**
   * Takes a webhook of the quarantine again, as `webhookOf` makes it of the entry.
   * @throws {Invalid} when it still cannot be read.
   */
  async takeAgain(source: WebhookSource, webhook: Received, entry: number): Promise<void> {
    const reading = await this.readingOf(source, webhook);
    await this.takeEvents(source, reading, webhook.topic, this.clock.now(), (place) => `quarantine/${entry}/${place}`);
  }

  private async signatureFault(
    { id, webhook, signingKeys: secrets }: WebhookSource,
    headers: WebhookHeaders,
    raw: Buffer,
    now: number,
  ): Promise<SignatureFault | null> {
    if (webhook.system === 'cloudevents') {
      const key = keyIn(oneOf(headers.authorization));
      const own = key === null ? null : await this.sources.sourceOf(key);
      const message = 'the write key of this source is needed in Authorization';
      return own?.id === id ? null : { code: 'write_key', message };
    }
    const message = `this source does not know the secret of ${webhook.system} yet`;
    if (secrets.length === 0) return { code: 'secret_missing', message };
    return SIGNATURES[webhook.system]({ headers, raw, secrets, now });
  }

  private async takeChecked(source: WebhookSource, packed: Received<Buffer>, now: number): Promise<WebhookTakenView> {
    let webhook: Received = { ...packed, body: packed.body.subarray(0, KEPT_TEXT_BYTES).toString() };
    try {
      webhook = { ...packed, body: jsonOf(packed.body) };
      const reading = await this.readingOf(source, webhook);
      return await this.takeEvents(source, reading, webhook.topic, now);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      this.refuseWhole(source, inWords(error), keptOf(webhook), now);
      return answer(0, 1, []);
    }
  }

  private async readingOf(source: WebhookSource, { headers, body }: Received): Promise<Reading> {
    const { system, countUnpaid } = source.webhook;
    const delivery = { headers, body, source: { id: source.id, countUnpaid }, country: this.config.SEGUE_COUNTRY };
    return this.withRefund(source, READERS[system](delivery));
  }

  private async withRefund(source: WebhookSource, reading: Reading): Promise<Reading> {
    if (reading.refund === undefined) return reading;
    const found = await this.orders.find(source.id, reading.refund.order);
    if (found === null) return ignored('order_unknown');
    return { ...reading, events: [reading.refund.eventFor(found.orderId, found.owner)] };
  }

  private async takeEvents(
    source: WebhookSource,
    { events, ignored: reasons, order }: Reading,
    topic: string,
    now: number,
    draw: (place: number) => string = () => randomUUID(),
  ): Promise<WebhookTakenView> {
    this.activity.noteIgnored(source.id, now, topic, reasons);
    if (events.length === 0) return answer(0, 0, reasons);
    const caller: Caller = { source, origin: 'live' };
    await this.limits.spendEvents(caller, events.length);
    const place = this.receipts.take(now, events.length);
    const judged = await this.intake.judge('batch', { batch: events as SegmentEvent[] }, caller, now, place);
    withIds(judged, draw);
    const refused = await this.intake.take(judged, caller, now);
    // Only now: a refund must not name an order that was never taken.
    if (order !== undefined && refused.length === 0) await this.orders.note(source.id, order, now);
    return answer(events.length - refused.length, refused.length, reasons);
  }

  private refuseWhole(source: WebhookSource, fault: Invalid, event: object, now: number): void {
    const whole = rejection(fault, 0, '', event);
    this.quarantine.add(source.id, now, [whole]);
    this.activity.noteRejected(source.id, now, [whole]);
  }
}

/** Some systems send forms unless they are asked for JSON. */
const inWords = (error: Invalid): Invalid =>
  error.code === 'json' && error.path === ''
    ? new Invalid('json', error.path, `${error.message}: choose the format JSON`)
    : error;

const answer = (taken: number, refused: number, reasons: Reading['ignored']): WebhookTakenView => ({
  ...{ success: true, taken, refused },
  ignored: [...reasons],
});

/** Systems without a header for it have their topic in the payload. */
const topicOf = (system: WebhookSystem, headers: WebhookHeaders): string =>
  oneOf(headers['x-shopify-topic'] ?? headers['x-wc-webhook-topic']) ?? system;
