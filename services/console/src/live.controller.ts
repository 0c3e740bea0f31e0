import { CurrentPrincipal, type Principal, Problem, Refuses, Needs, oneOfClasses } from '@segue/service';
import { Controller, Get, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NEWS } from './news.views';
import { LiveFeed } from './live.feed';
import { OpenStreams } from './streams';

/**
 * Maximum duration of a stream: as long as a token is valid, so that a user who was signed out gets
 * no news afterwards.
 */
const STREAM_MS = 600_000;

@ApiTags('live')
@ApiBearerAuth()
@Controller('api/live')
@Needs('live:read')
export class LiveController implements OnModuleDestroy {
  constructor(
    private readonly feed: LiveFeed,
    private readonly streams: OpenStreams,
  ) {}

  @Get()
  @Refuses(429)
  @ApiOperation({ summary: 'Server-sent events: touchpoints, moves and decisions as they happen, in small lists' })
  @ApiExtraModels(...NEWS)
  @ApiOkResponse({
    description: 'each event is such a list',
    content: { 'text/event-stream': { schema: { type: 'array', items: oneOfClasses(NEWS) } } },
  })
  live(
    @CurrentPrincipal() { subject }: Principal,
    @Req() { method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    // Fastify routes HEAD like GET; the stream would stay open without a body.
    if (method !== 'GET') throw Problem.notThisMethod('GET');
    const stream = this.streams.open(subject, reply);
    const unwatch = this.feed.watch((news) => stream.send(news));
    const late = setTimeout(() => stream.close(), STREAM_MS);
    stream.onEnd(() => {
      clearTimeout(late);
      unwatch();
    });
  }

  /** Ends the streams, which would delay the shutdown. */
  onModuleDestroy(): void {
    this.streams.closeAll();
  }
}
