import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock, Problem, Refuses, Needs } from '@segue/service';
import { Inject } from '@nestjs/common';
import { DataSource, type Repository } from 'typeorm';
import {
  KEY_ID_LENGTH,
  SourcePage,
  SourceView,
  SourceWithKeyView,
  SourceWithSigningKeyView,
  viewOf,
} from './source.views';
import { MAX_SIGNING_KEYS, SourceDirectory } from './source.directory';
import { SigningKey, Source, WriteKey } from './sources.entities';
import { NewSource, SourceChange } from './source.bodies';

@ApiTags('sources')
@Needs('sources:read')
@Controller('api/sources')
export class SourcesController {
  private readonly sources: Repository<Source>;
  private readonly keys: Repository<WriteKey>;
  private readonly signingKeys: Repository<SigningKey>;

  constructor(
    management: DataSource,
    private readonly directory: SourceDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.sources = management.getRepository(Source);
    this.keys = management.getRepository(WriteKey);
    this.signingKeys = management.getRepository(SigningKey);
  }

  /** Returns all sources; a retailer has a handful. */
  @Get()
  @ApiOkResponse({ type: SourcePage })
  async list(): Promise<SourcePage> {
    const [sources, keys, signingKeys] = await Promise.all([
      this.sources.find({ order: { createdAt: 'ASC', id: 'ASC' } }),
      this.keys.find({ order: { createdAt: 'ASC' } }),
      this.signingKeys.find({ order: { createdAt: 'ASC' } }),
    ]);
    return { items: sources.map((source) => viewOf(source, keys, signingKeys)), next: null };
  }

  @Get(':id')
  @ApiOkResponse({ type: SourceView })
  async find(@Param('id') id: string): Promise<SourceView> {
    const source = await this.existing(id);
    const [keys, signingKeys] = await Promise.all([
      this.keys.findBy({ sourceId: id }),
      this.signingKeys.find({ where: { sourceId: id }, order: { createdAt: 'ASC' } }),
    ]);
    return viewOf(source, keys, signingKeys);
  }

  /** Creates a source; only this answer shows its write key. */
  @Needs('sources:write')
  @Post()
  @ApiCreatedResponse({ type: SourceWithKeyView })
  async create(@Body() { name, kind }: NewSource): Promise<SourceWithKeyView> {
    const { source, writeKey } = await this.directory.create(name, kind);
    return { ...(await this.find(source.id)), writeKey };
  }

  @Needs('sources:write')
  @Patch(':id')
  @ApiOkResponse({ type: SourceView })
  async change(
    @Param('id') id: string,
    @Body() { name, disabled, eventsPerSecond }: SourceChange,
  ): Promise<SourceView> {
    const source = await this.existing(id);
    if (name !== undefined) source.name = name;
    if (eventsPerSecond !== undefined) source.eventsPerSecond = eventsPerSecond;
    if (disabled !== undefined) source.disabledAt = disabled ? (source.disabledAt ?? this.clock.now()) : null;
    await this.sources.save(source);
    await this.directory.changed();
    return this.find(id);
  }

  @Needs('sources:write')
  @Post(':id/keys')
  @ApiCreatedResponse({ type: SourceWithKeyView })
  async addKey(@Param('id') id: string): Promise<SourceWithKeyView> {
    await this.existing(id);
    const writeKey = await this.directory.addKey(id);
    return { ...(await this.find(id)), writeKey };
  }

  @Needs('sources:write')
  @Delete(':id/keys/:key')
  @HttpCode(200)
  @ApiOkResponse({ type: SourceView })
  async revoke(@Param('id') id: string, @Param('key') key: string): Promise<SourceView> {
    const keys = await this.keys.findBy({ sourceId: id });
    const revoked = keys.find(({ hash }) => hash.startsWith(key) && key.length === KEY_ID_LENGTH);
    if (revoked === undefined) throw Problem.notFound('key_not_found');
    await this.keys.save({ ...revoked, revokedAt: revoked.revokedAt ?? this.clock.now() });
    await this.directory.changed();
    return this.find(id);
  }

  /** Creates a key, which only this answer shows. Two are valid at a time: present and next. */
  @Needs('sources:write')
  @Post(':id/signing-keys')
  @Refuses(404, 409)
  @ApiCreatedResponse({ type: SourceWithSigningKeyView })
  async addSigningKey(@Param('id') id: string): Promise<SourceWithSigningKeyView> {
    await this.existing(id);
    if ((await this.signingKeys.countBy({ sourceId: id })) >= MAX_SIGNING_KEYS) {
      throw Problem.conflict('signing_keys', `a source has at most ${MAX_SIGNING_KEYS} signing keys: delete one first`);
    }
    const signingKey = await this.directory.addSigningKey(id);
    return { ...(await this.find(id)), signingKey };
  }

  @Needs('sources:write')
  @Delete(':id/signing-keys/:key')
  @HttpCode(200)
  @ApiOkResponse({ type: SourceView })
  async deleteSigningKey(@Param('id') id: string, @Param('key') key: string): Promise<SourceView> {
    const { affected } = await this.signingKeys.delete({ id: key, sourceId: id });
    if (affected !== 1) throw Problem.notFound('key_not_found');
    await this.directory.changed();
    return this.find(id);
  }

  private async existing(id: string): Promise<Source> {
    const source = await this.sources.findOneBy({ id });
    if (source === null) throw Problem.notFound('source_not_found');
    return source;
  }
}
