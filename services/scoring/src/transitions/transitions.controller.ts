// Transitions: one by its id, or a list, newest first.
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { CustomerLookup, PageQuery, Problem, Refuses, Needs, decodeCursor, page } from '@segue/service';
import { SIGNAL_KINDS, instantIn } from '@segue/contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { TransitionPage, TransitionView, transitionView } from './transitions.views';
import { TransitionReader } from './transition.reader';

export class TransitionsQuery extends PageQuery {
  /** A customer's id or any identity. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  customer?: string;

  /** A segment's id or a scheme. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(256)
  subject?: string;

  @ApiPropertyOptional({ enum: SIGNAL_KINDS })
  @IsOptional()
  @IsIn(SIGNAL_KINDS)
  kind?: string;

  /** No older ones. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? instantIn(value) : value))
  @IsInt({ message: 'since must be an ISO 8601 time' })
  since?: number;

  /** The tier before; empty for customers that had none. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  from?: string;

  /** The tier after. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  to?: string;
}

@ApiTags('transitions')
@ApiBearerAuth()
@Controller('api/transitions')
@Needs('standings:read')
export class TransitionsController {
  constructor(
    private readonly reader: TransitionReader,
    private readonly customers: CustomerLookup,
  ) {}

  @Get(':id')
  @Refuses(404)
  @ApiOperation({ summary: 'One change by the id under which decisions name it, `customer:number`' })
  @ApiOkResponse({ type: TransitionView })
  async show(@Param('id') id: string): Promise<TransitionView> {
    const [, customer = '', number = ''] = /^(.*):(\d{1,15})$/.exec(id) ?? [];
    const row = customer === '' ? null : await this.reader.transition(customer, Number(number));
    if (!row) throw Problem.notFound('transition_unknown', 'there is no such transition');
    return transitionView(row);
  }

  @Get()
  @Refuses(404, 503)
  @ApiOperation({ summary: 'Changes of tiers and segments with their causes, newest first' })
  @ApiOkResponse({ type: TransitionPage })
  async list(@Query() { customer, cursor, limit, ...filter }: TransitionsQuery): Promise<TransitionPage> {
    const [at, id, number] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, '', 0]);
    const customers = customer === undefined ? {} : { customers: await this.customers.idsOf(customer) };
    const rows = await this.reader.transitions({ ...filter, ...customers }, [at, id, number], limit + 1);
    const { items, next } = page(rows, limit, (row) => [
      row.transition.occurredAt,
      row.customer,
      row.transition.number,
    ]);
    return { items: items.map(transitionView), next };
  }
}
