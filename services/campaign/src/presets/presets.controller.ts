// Presets of campaigns: drafts to begin from, which are saved like any other.
import { Type } from '@sinclair/typebox';
import { Needs } from '@segue/service';
import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CampaignRules } from '../journeys/campaign.rules';
import { openApi } from '../schema.body';
import { PresetView, shownOf } from './domain/preset';
import { PRESETS } from './domain/presets';

@ApiTags('campaigns')
@ApiBearerAuth()
@Controller('api/campaign-presets')
@Needs('campaigns:read')
export class PresetsController {
  constructor(private readonly rules: CampaignRules) {}

  @Get()
  @ApiOperation({ summary: 'Campaigns to begin from, in English and Chinese, with the segment that each needs' })
  @ApiOkResponse(openApi(Type.Array(PresetView)))
  async list(): Promise<PresetView[]> {
    const segments = await this.rules.segments();
    return PRESETS.map((preset) => shownOf(preset, segments));
  }
}
