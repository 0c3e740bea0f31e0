// The ledger of decisions: why a customer got a message or not.
import { CustomerLookup, Problem, Refuses, Needs, decodeCursor, page } from '@segue/service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DecisionReader } from './decision.reader';
import { DecisionPage, DecisionView, DecisionsQuery, decisionView } from './decisions.views';

@ApiTags('decisions')
@ApiBearerAuth()
@Controller('api/decisions')
@Needs('decisions:read')
export class DecisionsController {
  constructor(
    private readonly decisions: DecisionReader,
    private readonly customers: CustomerLookup,
  ) {}

  @Get()
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Decisions, sent and held back, newest first' })
  @ApiOkResponse({ type: DecisionPage })
  async list(@Query() { customer, campaign, outcome, reason, cursor, limit }: DecisionsQuery): Promise<DecisionPage> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const customers = customer === undefined ? undefined : await this.customers.idsOf(customer);
    const rows = await this.decisions.list({ customers, campaign, outcome, reason }, before, limit + 1);
    const { items, next } = page(rows, limit, (row) => [row.number]);
    return { items: items.map(decisionView), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One decision with its whole chain' })
  @ApiOkResponse({ type: DecisionView })
  async show(@Param('id') id: string): Promise<DecisionView> {
    const decision = await this.decisions.find(id);
    if (decision === null) throw Problem.notFound();
    return decisionView(decision);
  }
}
