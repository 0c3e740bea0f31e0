// Unsubscribing by the link of a message: for people (a page with a button) and for mail programs
// (one-click, RFC 8058). Only POST changes anything: programs that scan mail open every link.
import { randomUUID } from 'node:crypto';
import { toOutgoing } from '@segue/bus';
import { touchpoints } from '@segue/contracts';
import {
  CLOCK,
  type Clock,
  Public,
  RAW_BODY,
  UNSUBSCRIBE_PATH,
  UnsubscribeLinks,
  bodyOfAtMost,
  limitedTo,
} from '@segue/service';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type PageState, languageOf, pageOf } from './domain/page';
import { withdrawalOf } from './domain/withdrawal';
import { TouchpointWriter } from '../accept/touchpoint.writer';
import { ReplayClock } from '../time/replay.clock';

/** RFC 8058 posts `List-Unsubscribe=One-Click`, and browsers an empty form. */
const MAX_BODY_BYTES = 4_096;
/**
 * By link, not by address: a mail provider posts the clicks of all its users from a few addresses.
 */
const LIMIT = { max: 30, perSeconds: 60, keyOf: ({ url }: FastifyRequest) => `unsubscribe ${url}` };
const ROUTE = { ...RAW_BODY, ...bodyOfAtMost(MAX_BODY_BYTES), ...limitedTo(LIMIT) };

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

@ApiExcludeController()
@Public()
@Controller(UNSUBSCRIBE_PATH)
export class UnsubscribeController {
  constructor(
    private readonly links: UnsubscribeLinks,
    private readonly writer: TouchpointWriter,
    private readonly replay: ReplayClock,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @RouteConfig(ROUTE)
  @Get(':token')
  ask(
    @Param('token') token: string,
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const found = this.links.read(token);
    return answer(reply, languages, found === null ? { kind: 'unknown' } : { kind: 'ask', address: found.address });
  }

  /**
   * Answers when the withdrawal is durable. From then on it holds for every message: delivery sends
   * no marketing before it knows all withdrawals that were accepted earlier.
   */
  @RouteConfig(ROUTE)
  @Post(':token')
  @HttpCode(200)
  async end(
    @Param('token') token: string,
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const found = this.links.read(token);
    if (found === null) return answer(reply, languages, { kind: 'unknown' });
    const withdrawal = withdrawalOf(found, randomUUID(), this.clock.now());
    await this.replay.noteLive();
    await this.writer.write([{ topic: touchpoints.name, message: toOutgoing(touchpoints, withdrawal) }]);
    return answer(reply, languages, { kind: 'done', address: found.address });
  }
}

function answer(reply: FastifyReply, languages: string | undefined, state: PageState): string {
  if (state.kind === 'unknown') reply.status(404);
  reply.headers(HEADERS);
  return pageOf(state, languageOf(languages));
}
