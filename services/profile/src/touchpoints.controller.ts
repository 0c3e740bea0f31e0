import { PageQuery, Roles } from '@segue/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { RecentTouchpoints } from './recent.touchpoints';

export class RecentTouchpointView {
  @ApiProperty() customer!: string;
  @ApiProperty({ description: 'kind:value' }) identity!: string;
  @ApiProperty() source!: string;
  @ApiProperty() id!: string;
  @ApiProperty() event!: string;
  @ApiProperty() origin!: string;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty() simulated!: boolean;
}

export class RecentTouchpointsView {
  @ApiProperty({ type: [RecentTouchpointView] }) items!: RecentTouchpointView[];
  @ApiProperty({ type: String, nullable: true, description: 'always null: older ones are on the timelines' })
  next!: null;
}

@ApiTags('touchpoints')
@ApiBearerAuth()
@Controller('api/touchpoints')
@Roles('marketer', 'analyst', 'associate', 'ops', 'integrator')
export class TouchpointsController {
  constructor(private readonly recent: RecentTouchpoints) {}

  @Get()
  @ApiOperation({ summary: 'The latest touchpoints of all customers, as this instance took them in; newest first' })
  @ApiOkResponse({ type: RecentTouchpointsView })
  latest(@Query() { limit }: PageQuery): RecentTouchpointsView {
    const items = this.recent.latest(limit).map((one) => ({
      ...one,
      occurredAt: new Date(one.occurredAt).toISOString(),
      recordedAt: new Date(one.recordedAt).toISOString(),
    }));
    return { items, next: null };
  }
}
