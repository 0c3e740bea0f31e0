// The HTTP API of the Segment spec, so that its SDKs work unchanged.
import { Controller, Get, HttpCode, Options, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  OPEN_TO_BROWSERS,
  Problem,
  Public,
  RAW_BODY,
  Refuses,
  bodyOfAtMost,
  ingestionUrlOf,
  limitedTo,
  openAtMost,
} from '@segue/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonOf, tooLarge, unpacked } from './body';
import { Caller, CallerCheck } from './caller.check';
import type { EventType } from './domain/segment-event';
import { MAX_BYTES_WITHOUT_KEY, MAX_EVENT_BYTES, MAX_OPEN_BODIES, MAX_REQUESTS, MAX_REQUEST_BYTES } from './limits';
import { type Answer, SegmentCalls } from './segment.calls';
import { SegmentSettingsView, segmentSettings } from './segment-settings';
import { IngestionConfig } from '../config';
import { IDEMPOTENCY_KEY, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { AcceptedView } from './accepted.views';
import { SourceDirectory } from '../sources/source.directory';
import { SourceLimits } from '../sources/source.limits';

/** Paths of the spec, and the short ones of the browser SDK, with the calls that they make. */
const CALLS: Record<string, EventType | 'batch' | 'metrics'> = {
  ...{ track: 'track', t: 'track', identify: 'identify', i: 'identify', page: 'page', p: 'page' },
  ...{ screen: 'screen', s: 'screen', group: 'group', g: 'group', alias: 'alias', a: 'alias' },
  ...{ batch: 'batch', b: 'batch', import: 'batch', m: 'metrics' },
};
Object.setPrototypeOf(CALLS, null);

const USUAL_HEADERS = 'authorization, content-type, content-encoding, idempotency-key';
/** Matches a list of header names (RFC 9110 5.6.2). */
const LIST = /^[\w!#$%&'*+.^`|~, -]{1,2048}$/;

const EXAMPLE = {
  userId: 'u42',
  event: 'Order Completed',
  properties: { order_id: '1001', total: '29.33', currency: 'USD' },
};

const ROUTE = {
  ...RAW_BODY,
  ...OPEN_TO_BROWSERS,
  ...bodyOfAtMost(MAX_REQUEST_BYTES),
  ...openAtMost(MAX_OPEN_BODIES),
  // The rate limit is by address, since a caller can vary its headers. Sources are limited by
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
    private readonly limits: SourceLimits,
    private readonly calls: SegmentCalls,
    private readonly config: IngestionConfig,
  ) {}

  @RouteConfig(ROUTE)
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
    // Metrics of the browser SDK itself are ignored.
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
    return this.limits.within(caller.source, () => this.calls.answer(call, body, caller, key));
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

  /** Answers the preflight request of browsers, and senders of CloudEvents that ask likewise. */
  @RouteConfig(OPEN_TO_BROWSERS)
  @Options('*')
  @Refuses()
  @HttpCode(204)
  preflight(@Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('access-control-allow-methods', 'GET, POST');
    // Each SDK has headers of its own, some for retries only (X-Retry-Count), so all requested ones
    // are allowed.
    const asked = headers['access-control-request-headers'];
    reply.header('access-control-allow-headers', asked !== undefined && LIST.test(asked) ? asked : USUAL_HEADERS);
    reply.header('vary', 'access-control-request-headers');
    reply.header('access-control-max-age', '86400');
    // Each delivery needs the key of its source, so everybody may try.
    if (headers['webhook-request-origin'] !== undefined) reply.header('webhook-allowed-origin', '*');
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
}

const isCaller = (found: Caller | 'admin' | null): found is Caller => found !== null && found !== 'admin';
