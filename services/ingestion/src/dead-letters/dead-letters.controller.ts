import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Bus } from '@segue/bus';
import { type DeadLetter, TOPICS, decode, encode } from '@segue/contracts';
import {
  BUS,
  CLOCK,
  type Clock,
  CurrentPrincipal,
  MayBeAbsent,
  PageQuery,
  type Principal,
  Problem,
  Refuses,
  Needs,
} from '@segue/service';
import { IsIn, IsObject, IsOptional } from 'class-validator';
import {
  type DeadLetterState,
  DeadLetterStore,
  type LetterContent,
  STATES,
  type StoredLetter,
  replayHeaders,
} from './dead-letter.store';
import { DeadLetterPage, type DeadLetterView, WholeDeadLetterView } from './dead-letter.views';

class LettersQuery extends PageQuery {
  @IsOptional()
  @IsIn(STATES)
  state?: DeadLetterState;
}

class ReplayRequest {
  /** The corrected message; absent, the same bytes are sent again. */
  @MayBeAbsent()
  @IsObject()
  message?: Record<string, unknown>;
}

@ApiTags('dead letters')
@Needs('dead-letters:read')
@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly letters: DeadLetterStore,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Returns dead letters without keys and bytes, which may be personal. */
  @Get()
  @ApiOkResponse({ type: DeadLetterPage })
  async list(@Query() query: LettersQuery): Promise<DeadLetterPage> {
    const { items, next } = await this.letters.list(query.limit, query.cursor, query.state);
    return { items: items.map(shown), next };
  }

  /** Returns a dead letter with its message as text. */
  @Get(':id')
  @ApiOkResponse({ type: WholeDeadLetterView })
  async find(@Param('id') id: string): Promise<WholeDeadLetterView> {
    const letter = await this.existing(id);
    const { key, headers, value, ...rest } = letter;
    return {
      ...shown(rest),
      key,
      headers: JSON.parse(headers) as DeadLetter['headers'],
      value: value.toString('utf8'),
    };
  }

  /** Publishes the message to its topic again; consumers ignore messages that they have handled. */
  @Needs('dead-letters:write')
  @Post(':id/replay')
  @Refuses(404, 409)
  @HttpCode(200)
  @ApiOkResponse({ type: WholeDeadLetterView })
  async replay(
    @Param('id') id: string,
    @Body() { message }: ReplayRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<WholeDeadLetterView> {
    const letter = await this.existing(id);
    const at = this.clock.now();
    await this.bus.publish(letter.topic, [outgoingOf(letter, message, at)]);
    await this.letters.recordResolution(id, 'replayed', principal.subject, at);
    return this.find(id);
  }

  @Needs('dead-letters:write')
  @Post(':id/discard')
  @HttpCode(200)
  @ApiOkResponse({ type: WholeDeadLetterView })
  async discard(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<WholeDeadLetterView> {
    await this.existing(id);
    await this.letters.recordResolution(id, 'discarded', principal.subject, this.clock.now());
    return this.find(id);
  }

  private async existing(id: string): Promise<StoredLetter & LetterContent> {
    const letter = await this.letters.find(id);
    if (letter === null) throw Problem.notFound('dead_letter_not_found');
    return letter;
  }
}

/**
 * Returns the message to publish. @throws {Invalid} when the corrected message does not fit its
 * topic either.
 */
function outgoingOf(letter: StoredLetter & LetterContent, corrected: Record<string, unknown> | undefined, at: number) {
  const headers = replayHeaders(letter.id, JSON.parse(letter.headers) as DeadLetter['headers'], at);
  if (corrected === undefined) return { key: letter.key, value: letter.value, headers };
  const topic = TOPICS.find(({ name }) => name === letter.topic);
  if (topic === undefined) throw Problem.conflict('unknown_topic');
  const value = encode(corrected);
  return { key: topic.keyOf(decode(topic, value)), value, headers };
}

const shown = (letter: StoredLetter): DeadLetterView => ({
  ...letter,
  recordedAt: new Date(letter.recordedAt).toISOString(),
  settledAt: letter.settledAt === null ? null : new Date(letter.settledAt).toISOString(),
});
