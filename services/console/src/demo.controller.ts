// Leaving the demo.
import { Problem, Refuses, Needs } from '@segue/service';
import { Controller, Delete, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DemoView, SuggestionView } from './console.views';
import { DEMO_HOST, type DemoHost } from './demo.host';
import { Suggestions } from './suggestions';

@ApiTags('demo')
@ApiBearerAuth()
@Needs('system:read')
@Controller('api/demo')
export class DemoController {
  constructor(
    @Inject(DEMO_HOST) private readonly host: DemoHost,
    private readonly suggestions: Suggestions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether this store holds the demo, and how far that is' })
  @ApiOkResponse({ type: DemoView })
  async demo(): Promise<DemoView> {
    return this.view(await this.host.canLeave());
  }

  @Get('suggestions')
  @Needs('sales:write')
  @ApiOperation({ summary: 'Customers of the demo for whom one sale changes the tier, and a campaign writes' })
  @ApiOkResponse({ type: [SuggestionView] })
  async suggest(): Promise<SuggestionView[]> {
    return (await this.host.canLeave()) ? this.suggestions.find() : [];
  }

  @Delete()
  @Refuses(409)
  @HttpCode(202)
  @Needs('demo:leave')
  @ApiOperation({
    summary: 'Empty the store and start anew without the demo; until then the connection is refused for some seconds',
  })
  @ApiAcceptedResponse({ type: DemoView })
  async leave(): Promise<DemoView> {
    if (!(await this.host.canLeave())) throw Problem.conflict('no_demo', 'this store does not hold the demo');
    await this.host.leave();
    return this.view(true);
  }

  private view(canLeave: boolean): DemoView {
    return { canLeave, ...(this.host.state() ?? { stage: null, share: 0, remainingMs: null }) };
  }
}
