// Signing in and out. The cookie gives access to `/session` only, which issues short-lived bearer
// tokens for everything else, so no other site can act through a visitor's browser.
import {
  CLOCK,
  CONTEXT,
  type Clock,
  PERMISSIONS,
  type Permission,
  Problem,
  Public,
  Refuses,
  type ServiceContext,
  consoleUrlOf,
  issueToken,
  limitedTo,
  permissionsOf,
  signingKey,
} from '@segue/service';
import { Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessStore, SESSION_TTL_MS } from './access.store';
import type { ConsoleConfig } from './config';
import { endedCookie, sessionCookie, sessionIn } from './domain/cookie';

const TOKEN_TTL_S = 600;
/**
 * Limit of one address. A page requests a token every ten minutes, and an office shares an address.
 */
const ONE_TIME_LINKS = { max: 20, perSeconds: 60 };
const SESSION_TOKENS = { max: 120, perSeconds: 60 };

export class TokenView {
  @ApiProperty({ description: 'bearer, for /api' }) token!: string;
  @ApiProperty() expiresInSeconds!: number;
  @ApiProperty() name!: string;
  @ApiProperty() role!: string;
  @ApiProperty({ enum: PERMISSIONS, isArray: true, description: 'what the role may do' })
  permissions!: Permission[];
}

@ApiTags('session')
@Public()
@Controller()
export class SessionController {
  private readonly key: Uint8Array;
  private readonly secure: boolean;

  constructor(
    private readonly access: AccessStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONTEXT) context: ServiceContext<ConsoleConfig>,
  ) {
    this.key = signingKey(context.adminToken);
    this.secure = consoleUrlOf(context.config).startsWith('https:');
  }

  @Get('start/:code')
  @RouteConfig(limitedTo(ONE_TIME_LINKS))
  @Refuses(429)
  @ApiOperation({ summary: 'The one-time link: signs in and leads to the first page' })
  async start(
    @Param('code') code: string,
    @Req() { method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Fastify routes HEAD like GET. Programs that check links must not use up a one-time link.
    if (method !== 'GET') throw Problem.notThisMethod('GET');
    const session = await this.access.openSession(code, this.clock.now());
    // A used link is ignored for a signed-in person; for others the page shows a message.
    if (session !== null) reply.header('set-cookie', sessionCookie(session, SESSION_TTL_MS, this.secure));
    await reply.header('referrer-policy', 'no-referrer').redirect(session === null ? '/?link=used' : '/', 303);
  }

  @Post('session/token')
  @RouteConfig(limitedTo(SESSION_TOKENS))
  @Refuses(401, 403, 429)
  @HttpCode(200)
  @ApiOperation({ summary: 'A bearer token of ten minutes for who is signed in' })
  @ApiOkResponse({ type: TokenView })
  async token(
    @Headers('cookie') cookies: string | undefined,
    @Headers('sec-fetch-site') site: string | undefined,
  ): Promise<TokenView> {
    refuseOtherSites(site);
    const session = sessionIn(cookies);
    const person = session === null ? null : await this.access.personOf(session, this.clock.now());
    if (person === null) throw Problem.unauthorized('open a new one-time link');
    const { id, name, role } = person;
    const token = await issueToken(this.key, { subject: id, role }, TOKEN_TTL_S);
    return { token, expiresInSeconds: TOKEN_TTL_S, name, role, permissions: permissionsOf(role) };
  }

  @Delete('session')
  @Refuses(403)
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out' })
  async end(
    @Headers('cookie') cookies: string | undefined,
    @Headers('sec-fetch-site') site: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    refuseOtherSites(site);
    const session = sessionIn(cookies);
    if (session !== null) await this.access.closeSession(session);
    reply.header('set-cookie', endedCookie(this.secure));
  }
}

/**
 * Refuses requests from other sites, in addition to the cookie's SameSite. Programs other than
 * browsers send no such header.
 */
function refuseOtherSites(site: string | undefined): void {
  if (site !== undefined && site !== 'same-origin')
    throw Problem.forbidden('only from the console itself', 'other_site');
}
