// The health of all services in one answer.
import { SERVICES } from '@segue/contracts';
import { CLOCK, type Clock, Needs, type StatusView } from '@segue/service';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthView, type ServiceHealthView } from './console.views';
import { ServicesClient } from './services.client';

@ApiTags('operations')
@ApiBearerAuth()
@Needs('system:read')
@Controller('api/health')
export class HealthController {
  constructor(
    private readonly services: ServicesClient,
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

  private async ask(service: string): Promise<ServiceHealthView> {
    try {
      return { service, down: false, status: await this.services.get<StatusView>(`/api/status/${service}`) };
    } catch {
      return { service, down: true, status: null };
    }
  }
}
