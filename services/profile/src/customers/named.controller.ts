// Which identities a list of customers names, for services that keep lists.
import type { NamedIdentities } from '@segue/contracts';
import { Needs, Refuses } from '@segue/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { NAMED_BY, type NamedBy, NamedReader } from '../search/named.reader';

const MOST_VALUES = 1_000;

export class NamedBody {
  @ApiProperty({ enum: NAMED_BY })
  @IsIn(NAMED_BY)
  by!: NamedBy;

  @ApiProperty({ type: [String], maxItems: MOST_VALUES })
  @IsArray()
  @ArrayMaxSize(MOST_VALUES)
  @IsString({ each: true })
  @MaxLength(256, { each: true })
  values!: string[];
}

export class NamedView implements NamedIdentities {
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    description: 'identities by value, in the order of the values; empty where no customer has it',
  })
  identities!: string[][];
}

@ApiTags('customers')
@ApiBearerAuth()
@Controller('api/customers')
@Needs('customers:match')
export class NamedController {
  constructor(private readonly reader: NamedReader) {}

  @Post('named')
  @HttpCode(200)
  @Refuses()
  @ApiOperation({ summary: 'The identities that ids, e-mail addresses or phone numbers name, up to 1,000' })
  @ApiOkResponse({ type: NamedView })
  async named(@Body() { by, values }: NamedBody): Promise<NamedView> {
    return { identities: await this.reader.find(by, values) };
  }
}
