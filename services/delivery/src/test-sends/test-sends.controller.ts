// Test messages of campaigns.
import { CHANNELS, type ChannelKind } from '@segue/contracts';
import { CurrentPrincipal, Needs, type Principal, Refuses, iso } from '@segue/service';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { type TestMessage, TestMessageStore } from './test-message.store';
import { MAX_AN_HOUR, TestSends } from './test-sends';

const SHOWN = 20;

class TestBody {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  campaign!: string;

  @ApiProperty({ enum: CHANNELS })
  @IsIn(CHANNELS)
  channel!: ChannelKind;

  @ApiProperty({ description: 'an e-mail address, or the name of a configured webhook' })
  @IsString()
  @MinLength(1)
  @MaxLength(320)
  to!: string;

  @ApiProperty({ description: 'as it was rendered' })
  @IsString()
  @MaxLength(2_000)
  subject!: string;

  @ApiProperty({ description: 'as it was rendered' })
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  body!: string;

  @ApiPropertyOptional({ description: 'keep it for reading instead of sending it' })
  @IsOptional()
  @IsBoolean()
  outbox?: boolean;
}

class TestsQuery {
  @ApiProperty()
  @IsString()
  @MaxLength(200)
  campaign!: string;
}

export class TestMessageView {
  @ApiProperty() number!: number;
  @ApiProperty() campaign!: string;
  @ApiProperty() channel!: string;
  @ApiProperty() target!: string;
  @ApiProperty() subject!: string;
  @ApiProperty() body!: string;
  @ApiProperty() sentBy!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['sending', 'sent', 'outbox', 'failed', 'indeterminate'] }) status!: TestMessage['status'];
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

@ApiTags('deliveries')
@ApiBearerAuth()
@Controller('api/deliveries')
@Needs('campaigns:write')
export class TestSendsController {
  constructor(
    private readonly sends: TestSends,
    private readonly store: TestMessageStore,
  ) {}

  @Get('tests')
  @Refuses()
  @ApiOperation({ summary: 'The newest test messages of a campaign' })
  @ApiOkResponse({ type: [TestMessageView] })
  async list(@Query() { campaign }: TestsQuery): Promise<TestMessageView[]> {
    return (await this.store.ofCampaign(campaign, SHOWN)).map(viewOf);
  }

  @Post('tests')
  @Refuses(409, 429)
  @HttpCode(200)
  @ApiOperation({
    summary: `Send a message to one's own address, marked as a test; it counts nowhere, and each person may send ${MAX_AN_HOUR} an hour`,
  })
  @ApiOkResponse({ type: TestMessageView })
  async send(
    @Body() { outbox = false, ...request }: TestBody,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<TestMessageView> {
    return viewOf(await this.sends.send(request, outbox, subject));
  }
}

const viewOf = (message: TestMessage): TestMessageView => ({ ...message, at: iso(message.at) });
