// What customers are valued by: read, edit, and take the edges of RFM.
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Problem, Refuses, Needs, ServiceTime, iso, versionIn } from '@segue/service';
import { Backfill } from '../rulebook/backfill';
import { ScoringRules } from '../rulebook/rulebook.store';
import { BrandView, SettingsView, StartedJobView } from './settings.views';
import { refuse } from '../segments/rule.checks';
import { RfmEdgesTaker } from './rfm.edges';
import { KINDS, SETTING_BODY, checkedSetting, isKind } from './setting.checks';

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/settings')
@Needs('settings:read')
export class SettingsController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly backfill: Backfill,
    private readonly edges: RfmEdgesTaker,
    private readonly time: ServiceTime,
    private readonly brand: BrandView,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What customers are valued by: brand, economics, cut-offs, RFM edges, models, each with its version',
  })
  @ApiOkResponse({ type: SettingsView })
  async show(): Promise<SettingsView> {
    const [{ settings }, versions] = await Promise.all([this.rules.read(true), this.rules.settingVersions()]);
    const taken = versions.map(({ kind, version, takenAt }) => ({
      kind,
      version,
      takenAt: iso(takenAt),
    }));
    return { brand: this.brand, ...settings, versions: taken };
  }

  @Post('rfm/take')
  @HttpCode(202)
  @Needs('settings:write')
  @ApiOperation({
    summary: 'Take the edges of RFM from the population as it stands now: a job; customers are judged anew after it',
  })
  @ApiAcceptedResponse({ type: StartedJobView })
  async takeEdges(): Promise<StartedJobView> {
    const { now } = await this.time.read();
    return { job: (await this.edges.start(now)).id };
  }

  @Put(':kind')
  @Refuses(404, 409)
  @Needs('settings:write')
  @ApiOperation({ summary: 'Change one of them; every customer is judged anew in the background' })
  @ApiHeader({ name: 'if-match', required: false, description: 'the version that was edited, 0 for what never was' })
  @ApiBody(SETTING_BODY)
  @ApiOkResponse({ type: SettingsView })
  async save(
    @Param('kind') kind: string,
    @Body() body: unknown,
    @Headers('if-match') edited?: string,
  ): Promise<SettingsView> {
    if (!isKind(kind)) throw Problem.notFound('setting_unknown', `one of ${KINDS.join(', ')}`);
    const version = await this.rules.saveSetting(kind, checkedSetting(kind, body), versionIn(edited)).catch(refuse);
    await this.backfill.start({ setting: kind, version });
    return this.show();
  }
}
