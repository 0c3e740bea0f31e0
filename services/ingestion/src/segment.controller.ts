// The HTTP API of the Segment spec, so that its SDKs work unchanged.
import { Controller, Get, HttpCode, Inject, Options, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { toOutgoing } from '@segue/bus';
import { Invalid, type Touchpoint, touchpoints } from '@segue/contracts';
import { CLOCK, type Clock, OPEN_TO_BROWSERS, Problem, Public, RAW_BODY, Refuses } from '@segue/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_EVENT_BYTES, jsonOf, tooLarge, unpacked } from './body';
import { Caller, CallerCheck } from './caller.check';
import { IngestionConfig } from './config';
import { type Judged, type Rejection, judgeBatch, judgeOne, rejection } from './domain/accept';
import { hash } from './domain/digest';
import type { EventType } from './domain/segment-event';
import { IngestionMetrics } from './ingestion.metrics';
import { AcceptedView } from './ingestion.views';
import { QuarantineStore } from './quarantine.store';
import { ReplayClock } from './replay.clock';
import { SegmentSettingsView, segmentSettings } from './segment-settings';
import { SourceDirectory } from './source.directory';
import { TouchpointWriter } from './touchpoint.writer';

/** The paths of the spec and the short ones that the browser SDK uses. */
const CALLS: Record<string, EventType | 'batch' | 'metrics'> = {
  ...{ track: 'track', t: 'track', identify: 'identify', i: 'identify', page: 'page', p: 'page' },
  ...{ screen: 'screen', s: 'screen', group: 'group', g: 'group', alias: 'alias', a: 'alias' },
  ...{ batch: 'batch', b: 'batch', import: 'batch', m: 'metrics' },
};
Object.setPrototypeOf(CALLS, null);

/** An encoded touchpoint is a little larger than the event that it was. */
const MAX_TOUCHPOINT_BYTES = MAX_EVENT_BYTES + 2048;

export interface Answer {
  success: true;
  /** Of a batch: what was not taken; the rest was. */
  rejected?: Omit<Rejection, 'event'>[];
}

const EXAMPLE = {
  userId: 'u42',
  event: 'Order Completed',
  properties: { order_id: '1001', total: '29.33', currency: 'USD' },
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
    private readonly metrics: IngestionMetrics,
    private readonly config: IngestionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @RouteConfig({ ...RAW_BODY, ...OPEN_TO_BROWSERS })
  @Post(':call')
  @Refuses(400, 401, 403, 404, 413, 429)
  @ApiOperation({ summary: 'Segment-spec calls: track, identify, page, screen, group, alias, batch. 200 once durable' })
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
    const plain = await unpacked(
      (request.body as Buffer | undefined) ?? Buffer.alloc(0),
      request.headers['content-encoding'],
    );
    if (call !== 'batch' && plain.length > MAX_EVENT_BYTES) throw tooLarge('an event', MAX_EVENT_BYTES);
    const body = jsonOf(plain);
    const caller = await this.callers.identify(request.headers, body);
    const now = this.clock.now();
    const judged = this.judge(call, body, plain, caller, now);
    const { rejected } = await this.take(judged, caller, now);
    if (call === 'batch') return { success: true, rejected: rejected.map(withoutEvent) };
    if (rejected[0] !== undefined) throw Problem.invalid(rejected[0]);
    return { success: true };
  }

  @RouteConfig(OPEN_TO_BROWSERS)
  @Get('projects/:writeKey/settings')
  @ApiOperation({ summary: "What Segment's browser SDK asks for at its start" })
  @ApiOkResponse({ type: SegmentSettingsView })
  async settings(@Param('writeKey') writeKey: string, @Req() request: FastifyRequest): Promise<SegmentSettingsView> {
    if ((await this.sources.sourceOf(writeKey)) === null) throw Problem.notFound('unknown_write_key');
    return segmentSettings(writeKey, request.protocol, request.host);
  }

  /** A browser asks before it sends. */
  @RouteConfig(OPEN_TO_BROWSERS)
  @Options('*')
  @Refuses()
  @HttpCode(204)
  preflight(@Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('access-control-allow-methods', 'GET, POST');
    reply.header('access-control-allow-headers', 'authorization, content-type, content-encoding');
    reply.header('access-control-max-age', '86400');
  }

  private judge(call: EventType | 'batch', body: unknown, plain: Buffer, caller: Caller, now: number): Judged {
    let bodyHash: string | undefined;
    const reception = {
      ...caller,
      now,
      streamNow: this.replay.streamNow(),
      currency: this.config.SEGUE_CURRENCY,
      bodyHash: () => (bodyHash ??= hash(plain)),
    };
    return call === 'batch' ? judgeBatch(body, reception) : judgeOne(body, call, reception);
  }

  /** Resolves when what was accepted is durable. */
  private async take({ accepted, rejected }: Judged, caller: Caller, now: number): Promise<{ rejected: Rejection[] }> {
    const encoded = accepted.map(({ index, touchpoint }) => ({
      index,
      touchpoint,
      message: toOutgoing(touchpoints, touchpoint),
    }));
    const fitting = encoded.filter(({ message }) => message.value.length <= MAX_TOUCHPOINT_BYTES);
    const oversized =
      encoded.length === fitting.length ? [] : encoded.filter((each) => !fitting.includes(each)).map(oversize);
    const all = oversized.length === 0 ? rejected : [...rejected, ...oversized].sort((a, b) => a.index - b.index);
    if (all.length > 0) this.quarantine.add(caller.source.id, now, all);
    if (caller.origin === 'live' && fitting.length > 0) await this.replay.noteLive();
    await this.writer.write(fitting.map(({ message }) => message));
    this.metrics.count(caller.origin, fitting.length, all.length);
    return { rejected: all };
  }
}

const withoutEvent = ({ event: _, ...told }: Rejection) => told;

function oversize({ index, touchpoint }: { index: number; touchpoint: Touchpoint }): Rejection {
  const fault = new Invalid('too_large', '', `an event may have at most ${MAX_EVENT_BYTES / 1024} KB`);
  return rejection(fault, index, `batch.${index}`, { type: touchpoint.type, messageId: touchpoint.id });
}
