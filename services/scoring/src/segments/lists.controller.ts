// Fixed lists: segments whose customers are named one by one.
import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { slugFault } from '@segue/contracts';
import { IsVisible, Needs, Problem, Refuses } from '@segue/service';
import { ArrayMaxSize, IsArray, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { listKeyIn, listRule } from '../rulebook/domain/lists';
import { ScoringRules } from '../rulebook/rulebook.store';
import { SegmentOutbox } from '../rulebook/segment.outbox';
import { LISTED_BY, ListMembers, type Listed, type ListedBy, newListKey } from './list.members';
import { refuse } from './rule.checks';

const MOST_VALUES = 1_000;
/** Number of ids that an error names. */
const NAMED = 20;

export class ListBody {
  @ApiProperty({ minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @IsVisible()
  name!: string;
}

export class ListedBody {
  @ApiProperty({
    enum: LISTED_BY,
    description: 'what the values are: ids of your own, e-mail addresses, phone numbers, or ids of customers here',
  })
  @IsIn(LISTED_BY)
  by!: ListedBy;

  @ApiProperty({ type: [String], maxItems: MOST_VALUES })
  @IsArray()
  @ArrayMaxSize(MOST_VALUES)
  @IsString({ each: true })
  @MaxLength(256, { each: true })
  values!: string[];
}

export class UnlistedBody {
  @ApiProperty({ type: [String], maxItems: MOST_VALUES, description: 'ids of customers' })
  @IsArray()
  @ArrayMaxSize(MOST_VALUES)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  customers!: string[];
}

export class ListedView implements Listed {
  @ApiProperty({ description: 'customers that are on the list by these values' }) customers!: number;
  @ApiProperty({ type: [String], description: 'the values that name no customer' }) unknown!: string[];
}

@ApiTags('segments')
@ApiBearerAuth()
@Controller('api/segments')
@Needs('segments:write')
export class ListsController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly members: ListMembers,
    private readonly outbox: SegmentOutbox,
  ) {}

  @Put(':id/list')
  @Refuses(409)
  @HttpCode(204)
  @ApiOperation({ summary: 'Create a fixed list, or rename one: a segment whose customers are named one by one' })
  async save(@Param('id') id: string, @Body() { name }: ListBody): Promise<void> {
    const idFault = slugFault(id);
    if (idFault) throw Problem.invalid(idFault);
    const present = (await this.rules.read(true)).segments.find((segment) => segment.id === id);
    const key = present ? listKeyIn(present.rule) : newListKey();
    if (key === null) throw Problem.conflict('segment_is_rule', 'this segment goes by a rule; choose another id');
    // A list has no customers yet, or the same: no customer is judged again.
    await this.rules.saveSegment({ id, name, rule: listRule(key) }, present?.version ?? 0).catch(refuse);
    await this.outbox.publish();
  }

  @Post(':id/list')
  @Refuses(404, 409, 503)
  @HttpCode(200)
  @ApiOperation({ summary: 'Put customers on a fixed list, up to 1,000 at a time; values sent again change nothing' })
  @ApiOkResponse({ type: ListedView })
  async add(@Param('id') id: string, @Body() { by, values }: ListedBody): Promise<ListedView> {
    return this.members.add(await this.keyOf(id), by, values);
  }

  @Post(':id/list/remove')
  @Refuses(404, 409)
  @HttpCode(204)
  @ApiOperation({ summary: 'Take customers off a fixed list, up to 1,000 at a time' })
  async remove(@Param('id') id: string, @Body() { customers }: UnlistedBody): Promise<void> {
    const unknown = await this.members.remove(await this.keyOf(id), customers);
    if (unknown.length > 0)
      throw Problem.conflict(
        'customer_unknown',
        `the others are off the list; no customer, or merged into another: ${unknown.slice(0, NAMED).join(', ')}`,
      );
  }

  private async keyOf(id: string): Promise<string> {
    const found = (await this.rules.read(true)).segments.find((segment) => segment.id === id);
    if (!found) throw Problem.notFound('segment_unknown', 'there is no such segment');
    const key = listKeyIn(found.rule);
    if (key === null)
      throw Problem.conflict('segment_is_rule', 'this segment goes by a rule: no customer can be put on it');
    return key;
  }
}
