// The journeys of a customer: one story for each enrolment, with the steps that it passed.
import { CustomerLookup, DB, Needs, Refuses, decodeCursor, page } from '@segue/service';
import type { Db } from '@segue/store';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { StoriesQuery, StoryPage, storyView } from './stories.views';
import { storiesOf } from './story.store';

@ApiTags('decisions')
@ApiBearerAuth()
@Controller('api/journeys')
@Needs('decisions:read')
export class StoriesController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly customers: CustomerLookup,
  ) {}

  @Get()
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Enrolments of a customer in journeys with several steps or a goal, newest first' })
  @ApiOkResponse({ type: StoryPage })
  async list(@Query() { customer, campaign, cursor, limit }: StoriesQuery): Promise<StoryPage> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const customers = await this.customers.idsOf(customer);
    const rows = await storiesOf(this.db, customers, campaign, before, limit + 1);
    const { items, next } = page(rows, limit, (row) => [row.number]);
    return { items: items.map(storyView), next };
  }
}
