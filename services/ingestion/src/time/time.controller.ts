import { LATEST_INSTANT, instantIn } from '@segue/contracts';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { MayBeAbsent, Refuses, Needs } from '@segue/service';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { TimeView } from './time.views';
import { ReplayClock } from './replay.clock';

class NewMark {
  /** ISO 8601 or UTC milliseconds. */
  @Transform(({ value }) => (typeof value === 'string' ? instantIn(value) : value))
  @IsInt({ message: 'at must be an ISO 8601 time or UTC milliseconds' })
  @Min(0)
  @Max(LATEST_INSTANT)
  at!: number;

  @MayBeAbsent()
  @IsBoolean()
  last: boolean = false;
}

@ApiTags('time')
@Needs('system:read')
@Controller('api/time')
export class TimeController {
  constructor(private readonly replay: ReplayClock) {}

  @Get()
  @ApiOkResponse({ type: TimeView })
  async read(): Promise<TimeView> {
    const { mode, now, mark } = await this.replay.now();
    return { mode, now: new Date(now).toISOString(), mark: mark === null ? null : new Date(mark).toISOString() };
  }

  /** Publishes a time mark. For the admin only, since it moves every tier and timer. */
  @Needs('time:write')
  @HttpCode(200)
  @Post()
  @Refuses(409)
  @ApiOkResponse({ type: TimeView })
  async mark(@Body() { at, last }: NewMark): Promise<TimeView> {
    await this.replay.mark(at, last);
    return this.read();
  }
}
