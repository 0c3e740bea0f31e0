// The health of all services in one answer.
import { SERVICES, type ServiceName, readiness } from '@segue/contracts';
import { CLOCK, type Clock, Needs, type StatusView } from '@segue/service';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthView, type ServiceHealthView } from './console.views';
import { SERVICE_CLIENTS, type ServiceClients } from './service.clients';

@ApiTags('operations')
@ApiBearerAuth()
@Needs('system:read')
@Controller('api/health')
export class HealthController {
  constructor(
    @Inject(SERVICE_CLIENTS) private readonly services: ServiceClients,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The state of all services' })
  @ApiOkResponse({ type: HealthView })
  async all(): Promise<HealthView> {
    const services = await Promise.all(SERVICES.map((service) => this.ask(service)));
    return {
      asOf: new Date(this.clock.now()).toISOString(),
      healthy: services.every(({ status }) => status?.ready === true),
      services,
    };
  }

  private async ask(service: ServiceName): Promise<ServiceHealthView> {
    try {
      const status = await this.services[service].read(`/api/status/${service}`, readiness);
      // Only `ready` is read here; the rest is passed on as the service says it.
      return { service, down: false, status: status as StatusView };
    } catch {
      return { service, down: true, status: null };
    }
  }
}
