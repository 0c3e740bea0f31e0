// Is it healthy? All services in one answer.
import { CLOCK, type Clock } from '@segue/service';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SERVICES } from './domain/places';
import { ServicesClient } from './services.client';

interface Status {
  service: string;
  ready: boolean;
}

interface HealthView {
  /** The instant at which it was asked. */
  asOf: string;
  healthy: boolean;
  /** Of each service what `/api/status/<service>` says; `down` with none where it did not answer. */
  services: ({ service: string; down: false; status: Status } | { service: string; down: true; status: null })[];
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller('api/health')
export class HealthController {
  constructor(
    private readonly services: ServicesClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The state of all services' })
  async all(): Promise<HealthView> {
    const services = await Promise.all(SERVICES.map((service) => this.ask(service)));
    return {
      asOf: new Date(this.clock.now()).toISOString(),
      healthy: services.every(({ status }) => status?.ready === true),
      services,
    };
  }

  private async ask(service: string): Promise<HealthView['services'][number]> {
    try {
      return { service, down: false, status: await this.services.get<Status>(`/api/status/${service}`) };
    } catch {
      return { service, down: true, status: null };
    }
  }
}
