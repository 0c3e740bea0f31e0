// The HTTP API of the Segment spec, so that its SDKs work unchanged.
import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Inject, Options, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { toOutgoing } from '@segue/bus';
import { Invalid, type Topic, type Touchpoint, touchpoints, touchpointsBulk } from '@segue/contracts';
import { WITHDRAWN } from '@segue/parts';
import {
  CLOCK,
  type Clock,
  OPEN_TO_BROWSERS,
  Problem,
  Public,
  RAW_BODY,
  Refuses,
  bodyOfAtMost,
  inSlices,
  ingestionUrlOf,
  limitedTo,
  openAtMost,
} from '@segue/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonOf, tooLarge, unpacked } from './body';
import { BusySources } from '../bulk/busy.sources';
import { Caller, CallerCheck } from './caller.check';
import { IngestionConfig } from '../config';
import {
  type Judged,
  type Reception,
  type Rejection,
  contextBytesOf,
  eventsIn,
  fingerprintOf,
  judgeBatch,
  judgeOne,
  rejection,
  withIds,
} from './domain/accept';
import { type Queue, queueOf } from '../bulk/domain/queues';
import type { EventType } from './domain/segment-event';
import { IdempotencyStore } from '../idempotency/idempotency.store';
import { IngestionMetrics } from './ingestion.metrics';
import {
  MAX_BYTES_WITHOUT_KEY,
  MAX_CONTEXT_BYTES,
  MAX_EVENT_BYTES,
  MAX_IDEMPOTENCY_KEY_LENGTH,
  MAX_LISTED_REJECTIONS,
  MAX_MADE_BYTES,
  MAX_OPEN_BODIES,
  MAX_PUBLIC_EVENTS,
  MAX_REQUESTS,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_EVENTS,
} from './limits';
import { AcceptedView } from '../ingestion.views';
import { QuarantineStore } from '../quarantine/quarantine.store';
import { Receipts } from './receipts';
import { ReplayClock } from '../time/replay.clock';
import { SegmentSettingsView, segmentSettings } from './segment-settings';
import { SourceDirectory } from '../sources/source.directory';
import { SourceLimits } from '../sources/source.limits';
import { TouchpointWriter, type Write } from './touchpoint.writer';

/** The paths of the spec and the short ones that the browser SDK uses. */
const CALLS: Record<string, EventType | 'batch' | 'metrics'> = {
  ...{ track: 'track', t: 'track', identify: 'identify', i: 'identify', page: 'page', p: 'page' },
  ...{ screen: 'screen', s: 'screen', group: 'group', g: 'group', alias: 'alias', a: 'alias' },
  ...{ batch: 'batch', b: 'batch', import: 'batch', m: 'metrics' },
};
Object.setPrototypeOf(CALLS, null);

const USUAL_HEADERS = 'authorization, content-type, content-encoding, idempotency-key';
/** Names of headers with commas (RFC 9110 5.6.2). */
const LIST = /^[\w!#$%&'*+.^`|~, -]{1,2048}$/;

const IDEMPOTENCY_KEY = 'idempotency-key';

/** An encoded touchpoint is a little larger than the event that it was. */
const MAX_TOUCHPOINT_BYTES = MAX_EVENT_BYTES + 2048;

export interface Answer {
  success: true;
  /** Rejected events of a batch, at most MAX_LISTED_REJECTIONS; the others were accepted. */
  rejected?: Omit<Rejection, 'event'>[];
  /** Number of all rejected events. */
  rejectedCount?: number;
}

/** A touchpoint, encoded for its lane. */
interface Encoded {
  index: number;
  touchpoint: Touchpoint;
  write: Write;
}

const TOPIC_OF: Record<Queue, Topic<Touchpoint>> = { live: touchpoints, bulk: touchpointsBulk };

const EXAMPLE = {
  userId: 'u42',
  event: 'Order Completed',
  properties: { order_id: '1001', total: '29.33', currency: 'USD' },
};

const DOOR = {
  ...RAW_BODY,
  ...OPEN_TO_BROWSERS,
  ...bodyOfAtMost(MAX_REQUEST_BYTES),
  ...openAtMost(MAX_OPEN_BODIES),
  // By address: a header can be written in as many ways as one likes. Sources are limited by their
  // events.
  ...limitedTo(MAX_REQUESTS),
};

@ApiTags('touchpoints')
@Public()
@Controller('v1')
export class SegmentController {
  constructor(
    private readonly callers: CallerCheck,
    private readonly sources: SourceDirectory,
    private readonly replay: ReplayClock,
    private readonly writer: TouchpointWriter,
    private readonly quarantine: QuarantineStore,
    private readonly limits: SourceLimits,
    private readonly busy: BusySources,
    private readonly metrics: IngestionMetrics,
    private readonly receipts: Receipts,
    private readonly idempotency: IdempotencyStore,
    private readonly config: IngestionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @RouteConfig(DOOR)
  @Post(':call')
  @Refuses(400, 401, 403, 404, 413, 422, 429)
  @ApiOperation({ summary: 'Segment-spec calls: track, identify, page, screen, group, alias, batch. 200 once durable' })
  @ApiHeader({
    name: IDEMPOTENCY_KEY,
    required: false,
    description:
      'the same request again with the same key adds nothing, even where its events bear no messageId; ' +
      'remembered for 7 days; with other events 422',
  })
  @ApiBody({
    description: 'one event, or for `batch` { batch: [events, each with its type] }',
    schema: { type: 'object', additionalProperties: true, example: EXAMPLE },
  })
  @ApiOkResponse({ type: AcceptedView })
  @HttpCode(200)
  async receive(@Param('call') name: string, @Req() request: FastifyRequest): Promise<Answer> {
    const call = CALLS[name];
    if (call === undefined) throw Problem.notFound();
    // The browser SDK tells how it fares; nobody asked.
    if (call === 'metrics') return { success: true };
    const key = idempotencyKeyOf(request);
    const ofHeader = await this.callers.ofHeader(request);
    if (isCaller(ofHeader)) await this.limits.assertAllowed(ofHeader);
    const plain = await this.plainOf(request, ofHeader);
    if (call !== 'batch' && plain.length > MAX_EVENT_BYTES) throw tooLarge('an event', MAX_EVENT_BYTES);
    if (isCaller(ofHeader)) await this.limits.spendBytes(ofHeader, plain.length);
    else if (ofHeader === null && plain.length > MAX_BYTES_WITHOUT_KEY) {
      throw tooLarge('a request without a key in its header', MAX_BYTES_WITHOUT_KEY);
    }
    const body = jsonOf(plain);
    const caller = await this.callers.identify(ofHeader, request, body);
    return this.limits.within(caller.source, () => this.answer(call, body, caller, key));
  }

  @RouteConfig(OPEN_TO_BROWSERS)
  @Get('projects/:writeKey/settings')
  @ApiOperation({ summary: "What Segment's browser SDK asks for at its start" })
  @ApiOkResponse({ type: SegmentSettingsView })
  async settings(
    @Param('writeKey') writeKey: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SegmentSettingsView> {
    if ((await this.sources.sourceOf(writeKey)) === null) throw Problem.notFound('unknown_write_key');
    reply.header('cache-control', 'public, max-age=300');
    return segmentSettings(writeKey, ingestionUrlOf(this.config));
  }

  /** A browser asks before it sends. */
  @RouteConfig(OPEN_TO_BROWSERS)
  @Options('*')
  @Refuses()
  @HttpCode(204)
  preflight(@Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('access-control-allow-methods', 'GET, POST');
    // Each SDK has headers of its own, some for retries only (X-Retry-Count): what is asked for is
    // allowed.
    const asked = headers['access-control-request-headers'];
    reply.header('access-control-allow-headers', asked !== undefined && LIST.test(asked) ? asked : USUAL_HEADERS);
    reply.header('vary', 'access-control-request-headers');
    reply.header('access-control-max-age', '86400');
  }

  private async plainOf(request: FastifyRequest, ofHeader: Caller | 'admin' | null): Promise<Buffer> {
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    try {
      return await unpacked(body, request.headers['content-encoding']);
    } catch (error) {
      if (isCaller(ofHeader) && error instanceof Problem && error.status === 413)
        await this.limits.chargeTooLarge(ofHeader);
      throw error;
    }
  }

  private async answer(call: EventType | 'batch', body: unknown, caller: Caller, key: string | null): Promise<Answer> {
    const events = call === 'batch' ? eventsIn(body).length : 1;
    const most = caller.source.public ? MAX_PUBLIC_EVENTS : MAX_REQUEST_EVENTS;
    if (events > most) {
      await this.limits.chargeTooLarge(caller);
      throw Problem.tooLarge(
        `a request${caller.source.public ? ' of a public source' : ''} may have at most ${most} events`,
      );
    }
    if (call === 'batch' && contextBytesOf(body) * events > MAX_CONTEXT_BYTES) {
      throw Problem.tooLarge(
        `the context of a batch, for each of its events, may make ${MAX_CONTEXT_BYTES} bytes at most`,
      );
    }
    await this.limits.spendEvents(caller, events);
    const now = this.clock.now();
    const judged = await this.judge(call, body, caller, now, this.receipts.take(now, events));
    const drawn = key === null ? null : await this.idempotency.drawnFor(caller.source.id, key, fingerprintOf(judged));
    withIds(judged, (index) => (drawn === null ? randomUUID() : `${drawn}/${index}`));
    const rejected = await this.take(judged, caller, now);
    if (call === 'batch') {
      const listed = rejected.slice(0, MAX_LISTED_REJECTIONS).map(withoutEvent);
      return { success: true, rejected: listed, rejectedCount: rejected.length };
    }
    if (rejected[0] !== undefined) throw Problem.invalid(rejected[0]);
    return { success: true };
  }

  private async judge(
    call: EventType | 'batch',
    body: unknown,
    caller: Caller,
    now: number,
    place: number,
  ): Promise<Judged> {
    const reception: Reception = {
      ...caller,
      now,
      place,
      streamNow: this.replay.streamNow(),
      currency: this.config.SEGUE_CURRENCY,
      country: this.config.SEGUE_COUNTRY,
    };
    return call === 'batch' ? this.slicedFor(caller, judgeBatch(body, reception)) : judgeOne(body, call, reception);
  }

  /** Resolves when what was accepted is durable. */
  private async take({ accepted, rejected, remarks }: Judged, caller: Caller, now: number): Promise<Rejection[]> {
    await this.limits.spendWithdrawals(caller, accepted.filter(({ touchpoint }) => isWithdrawal(touchpoint)).length);
    const encoded = await this.slicedFor(caller, this.encoded(accepted, caller));
    const fitting = encoded.filter(({ write }) => write.message.value.length <= MAX_TOUCHPOINT_BYTES);
    const oversized =
      encoded.length === fitting.length
        ? []
        : encoded.filter(({ write }) => write.message.value.length > MAX_TOUCHPOINT_BYTES).map(oversize);
    const all = oversized.length === 0 ? rejected : [...rejected, ...oversized].sort((a, b) => a.index - b.index);
    if (all.length > 0) this.quarantine.add(caller.source.id, now, all);
    if (remarks.length > 0) this.quarantine.add(caller.source.id, now, remarks, true);
    if (caller.origin === 'live' && fitting.length > 0) await this.replay.noteLive();
    const before = performance.now();
    await this.writer.write(fitting.map(({ write }) => write));
    if (caller.origin === 'import') await this.busy.leaveRoom(performance.now() - before, IMPORT_SHARE);
    this.metrics.count(caller.origin, fitting.length, all.length);
    return all;
  }

  /** An import is taken in short slices with rests, so that live touchpoints pass between them. */
  private slicedFor<T>({ origin }: Caller, steps: Generator<void, T>): Promise<T> {
    if (origin !== 'import') return inSlices(steps);
    return inSlices(steps, IMPORT_SLICE_MS, () => this.busy.leaveRoom(IMPORT_SLICE_MS, IMPORT_SHARE));
  }

  private *encoded(accepted: Judged['accepted'], { source, origin }: Caller): Generator<void, Encoded[]> {
    if (origin === 'live') this.busy.note(source.id, accepted.length);
    const traffic = {
      origin,
      isReplaying: this.replay.streamNow() !== null,
      isOverShare: (source.public && this.busy.has(source.id)) || this.limits.isOverShare(source, accepted.length),
    };
    const encoded: Encoded[] = [];
    let bytes = 0;
    for (const { index, touchpoint } of accepted) {
      const topic = TOPIC_OF[queueOf(touchpoint, traffic)];
      const message = toOutgoing(topic, touchpoint);
      bytes += message.value.length;
      if (bytes > MAX_MADE_BYTES)
        throw Problem.tooLarge(`the events of a request may make ${MAX_MADE_BYTES} bytes at most`);
      encoded.push({ index, touchpoint, write: { topic: topic.name, message } });
      yield;
    }
    return encoded;
  }
}

/**
 * Share of the time for the acceptance of an import next to live traffic: still several times what
 * the slow lane passes on.
 */
const IMPORT_SHARE = 1 / 10;
const IMPORT_SLICE_MS = 4;

/**
 * Returns the request's key, null without one.
 * @throws {Problem} 400 for one that is empty or too long.
 */
function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers[IDEMPOTENCY_KEY];
  if (key === undefined) return null;
  const text = String(key).trim();
  if (text !== '' && text.length <= MAX_IDEMPOTENCY_KEY_LENGTH) return text;
  const message = `must have 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} characters`;
  throw Problem.badRequest('idempotency_key', undefined, [{ path: IDEMPOTENCY_KEY, code: 'length', message }]);
}

const isCaller = (found: Caller | 'admin' | null): found is Caller => found !== null && found !== 'admin';

const isWithdrawal = ({ type, event }: Touchpoint): boolean => type === 'track' && event === WITHDRAWN;

const withoutEvent = ({ event: _, ...told }: Rejection) => told;

function oversize({ index, touchpoint }: { index: number; touchpoint: Touchpoint }): Rejection {
  const fault = new Invalid('too_large', '', `an event may have at most ${MAX_EVENT_BYTES / 1024} KB`);
  return rejection(fault, index, `batch.${index}`, { type: touchpoint.type, messageId: touchpoint.id });
}
