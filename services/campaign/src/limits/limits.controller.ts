// Caps, quiet hours and the global control group.
import type { SendingLimits } from '@segue/contracts';
import { Needs } from '@segue/service';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CampaignRules } from '../journeys/campaign.rules';
import { checked, openApi } from '../schema.body';
import { Limits, limitsFault } from './domain/restraint';

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/limits')
@Needs('limits:read')
export class LimitsController {
  constructor(private readonly rules: CampaignRules) {}

  @Get()
  @ApiOperation({ summary: 'Caps, quiet hours and the global control group' })
  @ApiOkResponse(openApi(Limits))
  show(): Promise<Limits & SendingLimits> {
    return this.rules.limits();
  }

  @Put()
  @Needs('limits:write')
  @ApiBody(openApi(Limits))
  @ApiOkResponse(openApi(Limits))
  async save(@Body() body: unknown): Promise<Limits> {
    const limits = checked<typeof Limits>(body, limitsFault);
    await this.rules.setLimits(limits);
    return limits;
  }
}
