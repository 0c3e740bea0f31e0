// The addresses of webhooks, one for each source.
import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problem, Public, RAW_BODY, Refuses, bodyOfAtMost, limitedTo, openAtMost } from '@segue/service';
import type { FastifyRequest } from 'fastify';
import { MAX_OPEN_BODIES, MAX_REQUESTS, MAX_REQUEST_BYTES } from '../accept/limits';
import { SourceDirectory } from '../sources/source.directory';
import { WebhookDoor, isWebhook } from './webhook.door';
import { WebhookTakenView } from './webhook.views';

const ROUTE = {
  ...RAW_BODY,
  ...bodyOfAtMost(MAX_REQUEST_BYTES),
  ...openAtMost(MAX_OPEN_BODIES),
  ...limitedTo(MAX_REQUESTS),
};

@ApiTags('touchpoints')
@Public()
@Controller('v1')
export class WebhooksController {
  constructor(
    private readonly sources: SourceDirectory,
    private readonly door: WebhookDoor,
  ) {}

  @RouteConfig(ROUTE)
  @Post('webhooks/:source')
  @Refuses(400, 401, 413, 429)
  @ApiOperation({
    summary: 'A webhook of the system that the source is for, signed by it. 200 once durable',
    description: 'Shopify, WooCommerce, Stripe, Standard Webhooks, CloudEvents 1.0: docs/connecting.md',
  })
  @ApiBody({ schema: { type: 'object', additionalProperties: true, description: 'as the system sends it' } })
  @ApiOkResponse({ type: WebhookTakenView })
  @HttpCode(200)
  async receive(@Param('source') id: string, @Req() request: FastifyRequest): Promise<WebhookTakenView> {
    const source = await this.sources.sourceWithId(id);
    if (!isWebhook(source)) throw Problem.unauthorized('no webhook has this address');
    return this.door.take(source, request.headers, (request.body as Buffer | undefined) ?? Buffer.alloc(0));
  }
}
