// Imports: an order file is announced, uploaded in parts, and started; then it is a job.
import { randomUUID } from 'node:crypto';
import { isCurrency } from '@segue/orders';
import {
  CLOCK,
  type Clock,
  type Job,
  Jobs,
  Needs,
  PageQuery,
  Problem,
  RAW_BODY,
  Refuses,
  WholeNumberPipe,
  bodyOfAtMost,
  iso,
} from '@segue/service';
import { isZone } from '@segue/valuation';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IngestionConfig } from '../config';
import { termsOf } from './domain/options';
import { PART_BYTES, missingParts, sizeOfPart } from './domain/upload';
import { ImportJobs } from './import.job';
import { ImportStore, type StoredImport } from './import.store';
import { ImportBody, ImportPage, ImportView } from './import.views';

const ABANDONED_MS = 24 * 3_600_000;

@ApiTags('imports')
@ApiBearerAuth()
@Needs('imports:read')
@Controller('api/imports')
export class ImportsController {
  constructor(
    private readonly store: ImportStore,
    private readonly imports: ImportJobs,
    private readonly jobs: Jobs,
    private readonly config: IngestionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Imports of order files, newest first' })
  @ApiOkResponse({ type: ImportPage })
  async list(@Query() { limit, cursor }: PageQuery): Promise<ImportPage> {
    const { items, next } = await this.store.list(limit, cursor);
    const jobs = await this.jobs.findAll(items.flatMap(({ job }) => job ?? []));
    return { items: items.map((one) => viewOf(one, jobs.get(one.job ?? ''))), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far an import is, what was read of its file, and what became of the orders' })
  @ApiOkResponse({ type: ImportView })
  async show(@Param('id') id: string): Promise<ImportView> {
    return this.view(await this.found(id));
  }

  @Needs('imports:write')
  @Post()
  @ApiOperation({ summary: 'Announce an order file; its parts are uploaded next' })
  @ApiCreatedResponse({ type: ImportView })
  async create(@Body() { name, size, ...options }: ImportBody): Promise<ImportView> {
    const { SEGUE_CURRENCY: currency, SEGUE_BRAND_ZONE: zone, SEGUE_COUNTRY: country } = this.config;
    const terms = termsOf(options, { currency, zone, country });
    if (!isCurrency(terms.currency)) throw invalid('currency', 'must be an ISO 4217 code such as USD');
    if (!isZone(terms.zone)) throw invalid('zone', 'must be an IANA time zone such as Europe/Paris');
    const createdAt = this.clock.now();
    await this.store.deleteUnfinished(createdAt - ABANDONED_MS);
    const id = `import-${randomUUID()}`;
    await this.store.add({ id, name, size, terms, createdAt });
    return this.show(id);
  }

  @Needs('imports:write')
  @RouteConfig({ ...RAW_BODY, ...bodyOfAtMost(PART_BYTES) })
  @Put(':id/parts/:number')
  @Refuses(404, 409)
  @HttpCode(204)
  @ApiOperation({ summary: 'Upload a part of the file, from 0; sent again it replaces the one before' })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async upload(
    @Param('id') id: string,
    @Param('number', WholeNumberPipe) number: number,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const { size, job } = await this.found(id);
    if (job !== null) throw Problem.conflict('import_started', 'this import has been started');
    const expected = sizeOfPart(size, number);
    if (expected === null) throw invalid('number', `a file of ${size} bytes has no such part`);
    const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    if (bytes.length !== expected) throw invalid('', `this part must have ${expected} bytes; it has ${bytes.length}`);
    await this.store.savePart(id, number, bytes);
  }

  @Needs('imports:write')
  @Post(':id/start')
  @Refuses(404, 409)
  @HttpCode(202)
  @ApiOperation({ summary: 'Start an import whose parts are all uploaded' })
  @ApiAcceptedResponse({ type: ImportView })
  async start(@Param('id') id: string): Promise<ImportView> {
    const found = await this.found(id);
    if (found.job === null) {
      const [first, ...others] = missingParts(found.size, await this.store.parts(id));
      if (first !== undefined) {
        throw Problem.conflict(
          'parts_missing',
          `part ${first} is missing${others.length > 0 ? ` and ${others.length} more` : ''}`,
        );
      }
      await this.imports.start(found);
    }
    return this.show(id);
  }

  private async found(id: string): Promise<StoredImport> {
    const one = await this.store.find(id);
    if (one === null) throw Problem.notFound('import_unknown', 'there is no such import');
    return one;
  }

  private async view(one: StoredImport): Promise<ImportView> {
    return viewOf(one, one.job === null ? undefined : ((await this.jobs.find(one.job)) ?? undefined));
  }
}

function viewOf({ id, name, size, job, report, createdAt }: StoredImport, run: Job | undefined): ImportView {
  const state = job === null ? 'uploading' : (run?.state ?? 'lost');
  const { done = 0, total = null } = run ?? {};
  return { id, name, size, partSize: PART_BYTES, state, createdAt: iso(createdAt), job, done, total, report };
}

const invalid = (path: string, message: string) =>
  Problem.invalid({ path, code: path === '' ? 'body' : path, message });
