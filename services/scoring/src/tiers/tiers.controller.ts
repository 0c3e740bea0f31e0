// Value tiers: counts, moves, upcoming changes, members and previews of other cut-offs.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Breather,
  PageQuery,
  Refuses,
  Needs,
  ServiceTime,
  decodeCursor,
  encodeCursor,
  iso,
  page,
} from '@segue/service';
import { ScoringRules } from '../rulebook/rulebook.store';
import { CensusReader } from './census.reader';
import { censusView, lookedView, moneyView, previewView } from './census.views';
import { movesUnder } from './domain/census';
import { ComingCustomersQuery, ComingQuery, MoneyQuery, SinceQuery } from './tiers.queries';
import { CensusView, FlowView, PeriodMoneyView, TierCountsView, TiersPreviewView } from './tiers.views';
import { ComingPage, ComingView, UpcomingView } from './coming.views';
import { MemberPage } from '../standings/members/members.views';
import { nextChangeView } from '../standings/standings.views';
import { checkedSetting } from '../settings/setting.checks';
import { PREVIEWS, busy } from '../standings/previews/previews';
import { DueReader } from '../standings/due.reader';
import { MemberReader } from '../standings/members/member.reader';
import { Shared } from '../standings/previews/shared';
import { StandingReader } from '../standings/standing.reader';
import { TransitionReader } from '../transitions/transition.reader';

const DAY_MS = 86_400_000;

@ApiTags('tiers')
@ApiBearerAuth()
@Controller('api/tiers')
@Needs('tiers:read')
export class TiersController {
  constructor(
    private readonly rules: ScoringRules,
    private readonly standings: StandingReader,
    private readonly membership: MemberReader,
    private readonly due: DueReader,
    private readonly transitions: TransitionReader,
    private readonly census: CensusReader,
    private readonly time: ServiceTime,
  ) {}

  private readonly held = new Shared(() => this.membership.tierCounts());
  private readonly moneyByDays = new Map<number, Shared<PeriodMoneyView>>();

  @Get()
  @ApiOperation({ summary: 'How many customers are in each value tier, and the cut-offs' })
  @ApiOkResponse({ type: TierCountsView })
  async counts(): Promise<TierCountsView> {
    const { now } = await this.time.read();
    const [{ settings }, tiers, overdue] = await Promise.all([
      this.rules.read(true),
      this.held.get(),
      this.due.overdue(now),
    ]);
    return { ...settings.value, tiers, overdue };
  }

  @Get('flow')
  @ApiOperation({ summary: 'Moves between value tiers' })
  @ApiOkResponse({ type: FlowView })
  async flow(@Query() { since }: SinceQuery): Promise<FlowView> {
    const { now } = await this.time.read();
    const from = since ?? now - 7 * DAY_MS;
    return { since: iso(from), moves: await this.transitions.flow(from) };
  }

  @Get('upcoming')
  @ApiOperation({ summary: 'What changes next if nothing happens: who, and which tier or segment' })
  @ApiOkResponse({ type: [UpcomingView] })
  async upcoming(@Query() { limit }: PageQuery): Promise<UpcomingView[]> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const breather = new Breather();
    const views: UpcomingView[] = [];
    for (const { customer, at } of await this.due.upcoming(now, limit)) {
      const [change] = (await this.standings.explain(customer, book, now))?.changes ?? [];
      views.push({ customer, at: iso(at), change: change ? nextChangeView(change) : null });
      await breather.breathe();
    }
    return views;
  }

  @Get('coming')
  @Refuses(429)
  @ApiOperation({ summary: 'How many customers change tier in the coming days if nothing happens, by way' })
  @ApiOkResponse({ type: ComingView })
  async coming(@Query() { days }: ComingQuery): Promise<ComingView> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const until = now + days * DAY_MS;
    const { moves, ...looked } = await PREVIEWS.pass(() => this.census.coming(book, now, until), busy);
    return { ...lookedView(looked), asOf: iso(now), until: iso(until), moves };
  }

  @Get('coming/customers')
  @Refuses(429)
  @ApiOperation({ summary: 'The customers behind one of these counts, in the order of their next change of any kind' })
  @ApiOkResponse({ type: ComingPage })
  async comingCustomers(@Query() { days, cursor, limit, ...move }: ComingCustomersQuery): Promise<ComingPage> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read()]);
    const after = decodeCursor(cursor, [now + 1, '']);
    const until = now + days * DAY_MS;
    const { items, next } = await PREVIEWS.pass(
      () => this.census.comingCustomers(move, book, until, after, limit),
      busy,
    );
    return {
      items: items.map(({ customer, at }) => ({ customer, at: iso(at) })),
      next: next === null ? null : encodeCursor(next),
    };
  }

  @Get('census')
  @Refuses(429)
  @ApiOperation({
    summary: 'Customers and money by tier, RFM names beside P(alive), and how the values are distributed, as of now',
  })
  @ApiOkResponse({ type: CensusView })
  async taken(): Promise<CensusView> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read(true)]);
    return censusView(await PREVIEWS.pass(() => this.census.take(book, now), busy), now, book);
  }

  @Get('money')
  @Refuses(429)
  @ApiOperation({
    summary: 'Revenue, repeat buyers and expected revenue of a period up to now by value tier, and of the one before',
  })
  @ApiOkResponse({ type: PeriodMoneyView })
  async money(@Query() { days }: MoneyQuery): Promise<PeriodMoneyView> {
    const shared = this.moneyByDays.get(days) ?? new Shared(() => this.moneyOf(days));
    this.moneyByDays.set(days, shared);
    return shared.get();
  }

  private async moneyOf(days: number): Promise<PeriodMoneyView> {
    const [{ now }, book] = await Promise.all([this.time.read(), this.rules.read(true)]);
    const taken = await PREVIEWS.pass(() => this.census.money(book, now, days), busy);
    return moneyView(taken, now, now - days * DAY_MS, book);
  }

  @Get(':tier/members')
  @Refuses()
  @ApiOkResponse({ type: MemberPage })
  async members(@Param('tier') tier: string, @Query() { cursor, limit }: PageQuery): Promise<MemberPage> {
    const [after] = decodeCursor(cursor, ['']);
    const customers = await this.membership.members({ tier }, after, limit + 1);
    return page(customers, limit, (customer) => [customer]);
  }

  @Post('preview')
  @Refuses(429)
  @HttpCode(200)
  @ApiOperation({ summary: 'Who would change tier under other cut-offs: how many, from where to where' })
  @ApiOkResponse({ type: TiersPreviewView })
  async preview(@Body() body: unknown): Promise<TiersPreviewView> {
    const draft = checkedSetting('value', body);
    const book = await this.rules.read(true);
    const { now } = await this.time.read();
    const { census, ...looked } = await PREVIEWS.pass(() => this.census.take(book, now), busy);
    return previewView(movesUnder(draft, book.settings.value, census), looked);
  }
}
