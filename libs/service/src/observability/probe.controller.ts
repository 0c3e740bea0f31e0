// The routes for orchestrators and Prometheus: liveness, readiness, metrics.
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthGuard, Public, bearerIn } from '../security/auth.guard';
import { sameSecret } from '../security/tokens';
import { type Hosted, HOSTED } from '../runtime/hosted';

@ApiExcludeController()
@Public()
@Controller()
export class ProbeController {
  constructor(
    @Inject(HOSTED) private readonly hosted: Hosted,
    private readonly guard: AuthGuard,
  ) {}

  /** Reports only that the process answers: an unavailable dependency is no reason to kill it. */
  @Get('livez')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** Reports readiness. Public, so it names only the unavailable parts. */
  @Get('readyz')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const services = await Promise.all(
      this.hosted.contexts.map(async ({ name, health }) => ({
        name,
        checks: (await health.results()).map((check) => ({ name: check.name, ok: check.ok })),
      })),
    );
    const ready = services.every(({ checks }) => checks.every((check) => check.ok));
    await reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', services });
  }

  /**
   * Returns the metrics, to Prometheus with its own token and to ops. Access does not depend on the
   * address, since a proxy on this machine would open it to all.
   */
  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const own = this.hosted.contexts[0]?.config.SEGUE_METRICS_TOKEN;
    const isOwn = own !== undefined && sameSecret(bearerIn(request.headers.authorization) ?? '', own);
    if (!isOwn) await this.guard.admit(request, 'metrics:read');
    const registry = this.hosted.contexts[0]?.metrics.registry;
    await reply.header('content-type', registry?.contentType ?? 'text/plain').send(await registry?.metrics());
  }
}
