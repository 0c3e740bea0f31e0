// "Ring up a sale": sends an invented purchase, in the demo store only. The console's server sends
// the touchpoint for the signed-in person, because browsers must not have a write key of a server
// source.
import {
  CurrentPrincipal,
  LOG,
  type Principal,
  Problem,
  Refuses,
  Needs,
  faultOf,
  problemOf,
  oneOfClasses,
} from '@segue/service';
import type { Log } from '@segue/bus';
import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { STAGES } from './console.views';
import { DEMO_HOST, type DemoHost } from './demo.host';
import { SaleTracker } from './sale.tracker';
import { OpenStreams } from './streams';

export class SaleBody {
  /** A customer's id or any identity. */
  @ApiProperty()
  @IsString()
  @MaxLength(256)
  customer!: string;

  /** In minor units of the customer's currency. */
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  amount!: number;
}

@ApiTags('live')
@ApiBearerAuth()
@Controller('api/sales')
@Needs('sales:write')
export class SaleController {
  constructor(
    private readonly tracker: SaleTracker,
    private readonly streams: OpenStreams,
    @Inject(DEMO_HOST) private readonly demo: DemoHost,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Post()
  @Refuses(404, 409, 429, 503)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ring up a sale in the demo store; server-sent events tell how it goes from touchpoint to action',
  })
  @ApiExtraModels(...STAGES)
  @ApiOkResponse({
    description: 'each event is one stage',
    content: { 'text/event-stream': { schema: oneOfClasses(STAGES) } },
  })
  async ring(
    @Body() sale: SaleBody,
    @CurrentPrincipal() { subject }: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!(await this.demo.canLeave())) throw Problem.conflict('no_demo', 'sales are rung up in the demo store only');
    const stages = await this.tracker.start(sale);
    const stream = this.streams.open(subject, reply);
    try {
      for await (const stage of stages) stream.send(stage);
    } catch (error) {
      const { code } = problemOf(error);
      this.log('warn', 'a sale could not be followed', { code, fault: faultOf(error) });
      stream.send({ stage: 'failed', code });
    }
    stream.close();
  }
}
