import { CLOCK, type Clock, Problem, Needs } from '@segue/service';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsISO8601, IsString, Length } from 'class-validator';
import { WithdrawalVoiding } from './withdrawal.voiding';

export class VoidBody {
  @ApiProperty({ description: 'id of the public source' })
  @IsString()
  @Length(1, 128)
  source!: string;

  @ApiProperty({ format: 'date-time', description: 'withdrawals recorded from here on' })
  @IsISO8601({ strict: true })
  from!: string;

  @ApiProperty({ format: 'date-time', description: 'and before this instant, which must have passed' })
  @IsISO8601({ strict: true })
  to!: string;
}

export class VoidingView {
  @ApiProperty({ description: 'of the job' }) job!: string;
}

/** For operators, after the key of a public source was misused. */
@ApiTags('withdrawals')
@ApiBearerAuth()
@Controller('api/withdrawals')
@Needs('withdrawals:void')
export class WithdrawalsController {
  constructor(
    private readonly voiding: WithdrawalVoiding,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('void')
  @HttpCode(202)
  @ApiOperation({ summary: 'Take back the withdrawals that a public source sent in a period: a job' })
  @ApiAcceptedResponse({ type: VoidingView })
  async void(@Body() { source, from, to }: VoidBody): Promise<VoidingView> {
    const period = { source, from: Date.parse(from), until: Date.parse(to) };
    if (period.from >= period.until || period.until > this.clock.now()) {
      throw Problem.invalid({ path: 'to', code: 'range', message: 'must be after `from` and must have passed' });
    }
    const job = await this.voiding.start(period);
    return { job: job.id };
  }
}
