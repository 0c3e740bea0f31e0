// Drafts of segments, which hold for no customer, and the versions of live ones.
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { slugFault } from '@segue/contracts';
import { Needs, Problem, Refuses, iso } from '@segue/service';
import { SegmentDraftStore } from '../rulebook/segment-draft.store';
import { checkedRule } from './rule.checks';
import { SegmentDraftBody, SegmentVersionView } from './segments.views';

@ApiTags('segments')
@ApiBearerAuth()
@Controller('api/segments')
@Needs('segments:read')
export class SegmentDraftsController {
  constructor(private readonly drafts: SegmentDraftStore) {}

  @Get(':id/versions')
  @ApiOperation({ summary: 'The versions of a segment, newest first, the latest hundred' })
  @ApiOkResponse({ type: [SegmentVersionView] })
  async versions(@Param('id') id: string): Promise<SegmentVersionView[]> {
    const versions = await this.drafts.versions(id);
    if (versions.length === 0) throw Problem.notFound('segment_unknown', 'there is no such segment');
    return versions.map((version) => ({ ...version, savedAt: iso(version.savedAt) }));
  }

  @Put(':id/draft')
  @Refuses(409)
  @HttpCode(204)
  @Needs('segments:write')
  @ApiOperation({ summary: 'Keep a segment as a draft: it holds for nobody, and names are checked once it goes live' })
  async save(@Param('id') id: string, @Body() { name, rule, edited = 0 }: SegmentDraftBody): Promise<void> {
    const idFault = slugFault(id);
    if (idFault) throw Problem.invalid(idFault);
    const isSaved = await this.drafts.save({ id, name, rule: checkedRule(rule), version: edited });
    if (!isSaved) throw Problem.conflict('too_many', 'there are too many drafts');
  }

  @Delete(':id/draft')
  @HttpCode(204)
  @Needs('segments:write')
  @ApiOperation({ summary: 'Drop a draft' })
  async drop(@Param('id') id: string): Promise<void> {
    if (!(await this.drafts.drop(id))) throw Problem.notFound('draft_unknown', 'there is no such draft');
  }
}
