// The store's models: fit them now, look at versions, put one live.
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CLOCK,
  type Clock,
  Needs,
  PageQuery,
  Problem,
  Refuses,
  WholeNumberPipe,
  decodeCursor,
  iso,
  page,
} from '@segue/service';
import { StartedJobView } from '../settings/settings.views';
import { ModelFitter } from './model.fitter';
import { LiveModels } from './model.live';
import { ModelStore } from './model.store';
import { MadeLiveView, ModelPage, ModelView, modelView } from './models.views';

@ApiTags('models')
@ApiBearerAuth()
@Controller('api/models')
@Needs('settings:read')
export class ModelsController {
  constructor(
    private readonly store: ModelStore,
    private readonly live: LiveModels,
    private readonly fitter: ModelFitter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Refuses()
  @ApiOperation({ summary: 'Versions of the models with their figures, newest first, and which one is live' })
  @ApiOkResponse({ type: ModelPage })
  async list(@Query() { cursor, limit }: PageQuery): Promise<ModelPage> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const present = await this.live.present();
    const [versions, live, { job, fittedAt, isRunning }] = await Promise.all([
      this.store.list(before, limit + 1),
      this.live.number(present),
      this.store.state(this.clock.now()),
    ]);
    const { items, next } = page(versions, limit, ({ number }) => [number]);
    return {
      items: items.map((version) => modelView(version, live)),
      next,
      live,
      held: present.model.held ?? false,
      waits: present.model.waits ?? false,
      job: isRunning ? job : null,
      fittedAt: iso(fittedAt),
    };
  }

  @Get(':id')
  @Refuses(404)
  @ApiOperation({ summary: 'One version by its number' })
  @ApiOkResponse({ type: ModelView })
  async show(@Param('id', WholeNumberPipe) id: number): Promise<ModelView> {
    const version = await this.store.find(id);
    if (!version) throw unknown();
    return modelView(version, await this.live.number(await this.live.present()));
  }

  @Post()
  @HttpCode(202)
  @Refuses(409)
  @Needs('settings:write')
  @ApiOperation({ summary: 'Fit the models now: a job; a better one goes live and customers are judged again' })
  @ApiAcceptedResponse({ type: StartedJobView })
  async fit(): Promise<StartedJobView> {
    const job = await this.fitter.start('asked');
    if (!job) throw Problem.conflict('fit_running', 'a fit runs already; wait for its end');
    return { job: job.id };
  }

  @Post(':id/live')
  @HttpCode(202)
  @Refuses(404)
  @Needs('settings:write')
  @ApiOperation({
    summary:
      'Put a version live; customers are judged again. An older one stays until a person puts the newest live again',
  })
  @ApiAcceptedResponse({ type: MadeLiveView })
  async makeLive(@Param('id', WholeNumberPipe) id: number): Promise<MadeLiveView> {
    const job = await this.live.makeLive(id, 'person');
    if (!job) throw unknown();
    return { live: id, job: job.id };
  }
}

const unknown = () => Problem.notFound('model_unknown', 'there is no such version');
