// The way out of the demo.
import { Problem, Refuses, Roles } from '@segue/service';
import { Controller, Delete, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DemoView } from './console.views';
import { DEMO_HOST, type DemoHost } from './demo.host';

@ApiTags('demo')
@ApiBearerAuth()
@Controller('api/demo')
export class DemoController {
  constructor(@Inject(DEMO_HOST) private readonly host: DemoHost) {}

  @Get()
  @ApiOperation({ summary: 'Whether this store holds the demo' })
  @ApiOkResponse({ type: DemoView })
  async demo(): Promise<DemoView> {
    return { canLeave: await this.host.canLeave() };
  }

  @Delete()
  @Refuses(409)
  @HttpCode(202)
  @Roles()
  @ApiOperation({
    summary: 'Empty the store and start anew without the demo; until then the connection is refused for some seconds',
  })
  @ApiAcceptedResponse({ type: DemoView })
  async leave(): Promise<DemoView> {
    if (!(await this.host.canLeave())) throw Problem.conflict('no_demo', 'this store does not hold the demo');
    await this.host.leave();
    return { canLeave: true };
  }
}
