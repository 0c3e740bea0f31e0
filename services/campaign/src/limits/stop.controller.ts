// The stop of all campaigns: no message is sent until they are resumed.
import { CurrentPrincipal, Needs, type Principal, iso } from '@segue/service';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { CampaignRules } from '../journeys/campaign.rules';
import type { StopChange } from './stop.store';

export class StopChangeView {
  @ApiProperty() isStopped!: boolean;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ description: 'subject of the token' }) by!: string;
}

export class StopView {
  @ApiProperty() isStopped!: boolean;
  @ApiProperty({ type: [StopChangeView], description: 'the latest 50 changes, newest first' })
  changes!: StopChangeView[];
}

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/campaigns')
@Needs('campaigns:stop')
export class StopController {
  constructor(private readonly rules: CampaignRules) {}

  @Get('stop-all')
  @Needs('campaigns:read')
  @ApiOperation({ summary: 'Whether all campaigns are stopped, and when and by whom that changed' })
  @ApiOkResponse({ type: StopView })
  async show(): Promise<StopView> {
    return viewOf(await this.rules.stopChanges());
  }

  @Post('stop-all')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Stop all campaigns: nothing is sent any more, what delivery has not handed over included',
  })
  @ApiOkResponse({ type: StopView })
  async stop(@CurrentPrincipal() { subject }: Principal): Promise<StopView> {
    await this.rules.stopAll(true, subject);
    return this.show();
  }

  @Post('resume-all')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let all campaigns go on that run' })
  @ApiOkResponse({ type: StopView })
  async resume(@CurrentPrincipal() { subject }: Principal): Promise<StopView> {
    await this.rules.stopAll(false, subject);
    return this.show();
  }
}

const viewOf = (changes: readonly StopChange[]): StopView => ({
  isStopped: changes[0]?.isStopped ?? false,
  changes: changes.map(({ isStopped, at, by }) => ({ isStopped, at: iso(at), by })),
});
