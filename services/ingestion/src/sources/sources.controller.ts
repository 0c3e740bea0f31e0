import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock, Problem, Refuses, Needs, ingestionUrlOf } from '@segue/service';
import { Inject } from '@nestjs/common';
import { DataSource, IsNull, type Repository } from 'typeorm';
import {
  KEY_ID_LENGTH,
  SourcePage,
  SourceView,
  SourceWithKeyView,
  SourceWithSigningKeyView,
  viewOf,
} from './source.views';
import { IngestionConfig } from '../config';
import { NUMBERED, SECRET_OF, secretFault } from '../webhooks/domain/secrets';
import { newSecret } from './new-secret';
import { MAX_SIGNING_KEYS, SourceDirectory } from './source.directory';
import { SigningKey, Source, WriteKey } from './sources.entities';
import { NewSigningKey, NewSource, SourceChange } from './source.bodies';

@ApiTags('sources')
@Needs('sources:read')
@Controller('api/sources')
export class SourcesController {
  private readonly sources: Repository<Source>;
  private readonly keys: Repository<WriteKey>;
  private readonly signingKeys: Repository<SigningKey>;
  private readonly url: string;

  constructor(
    management: DataSource,
    private readonly directory: SourceDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
    config: IngestionConfig,
  ) {
    this.url = ingestionUrlOf(config);
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
    return { items: sources.map((source) => viewOf(source, keys, signingKeys, this.url)), next: null };
  }

  @Get(':id')
  @ApiOkResponse({ type: SourceView })
  async find(@Param('id') id: string): Promise<SourceView> {
    const source = await this.existing(id);
    const [keys, signingKeys] = await Promise.all([
      this.keys.findBy({ sourceId: id }),
      this.signingKeys.find({ where: { sourceId: id }, order: { createdAt: 'ASC' } }),
    ]);
    return viewOf(source, keys, signingKeys, this.url);
  }

  /**
   * Creates a source; only this answer shows its write key. A webhook has none, but for
   * CloudEvents; it has the secret by which its system signs, where that is made here and not by
   * the system.
   */
  @Needs('sources:write')
  @Post()
  @Refuses(400, 409)
  @ApiCreatedResponse({ type: SourceWithKeyView })
  async create(@Body() { name, kind, webhook: system, countUnpaid = false }: NewSource): Promise<SourceWithKeyView> {
    const webhook = system ?? null;
    if (webhook !== null && kind !== 'server') throw invalid('kind', 'a webhook is a server source');
    await this.assertOnlyShop(webhook);
    const id = await this.directory.create({ name, kind, webhook, countUnpaid });
    const secretOf = webhook === null ? 'key' : SECRET_OF[webhook];
    const writeKey = secretOf === 'key' ? await this.directory.addKey(id) : null;
    const signingKey = secretOf === 'ours' ? newSecret(webhook) : null;
    if (signingKey !== null) await this.directory.addSigningKey(id, signingKey);
    return { ...(await this.find(id)), writeKey, signingKey };
  }

  @Needs('sources:write')
  @Patch(':id')
  @Refuses(400, 404, 409)
  @ApiOkResponse({ type: SourceView })
  async change(
    @Param('id') id: string,
    @Body() { name, disabled, countUnpaid, eventsPerSecond }: SourceChange,
  ): Promise<SourceView> {
    const source = await this.existing(id);
    if (disabled === false && source.disabledAt !== null) await this.assertOnlyShop(source.webhook);
    if (name !== undefined) source.name = name;
    if (countUnpaid !== undefined) source.countUnpaid = countUnpaid;
    if (eventsPerSecond !== undefined) source.eventsPerSecond = eventsPerSecond;
    if (disabled !== undefined) source.disabledAt = disabled ? (source.disabledAt ?? this.clock.now()) : null;
    await this.sources.save(source);
    await this.directory.changed();
    return this.find(id);
  }

  @Needs('sources:write')
  @Post(':id/keys')
  @Refuses(404, 409)
  @ApiCreatedResponse({ type: SourceWithKeyView })
  async addKey(@Param('id') id: string): Promise<SourceWithKeyView> {
    const { webhook } = await this.existing(id);
    if (webhook !== null && SECRET_OF[webhook] !== 'key') {
      throw Problem.conflict('signed_webhook', 'a webhook of this kind is known by its signature, not by a key');
    }
    const writeKey = await this.directory.addKey(id);
    return { ...(await this.find(id)), writeKey, signingKey: null };
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

  /**
   * Adds a key that signs user ids, or the secret of a webhook. One that Segue makes is shown by
   * this answer alone. Two are valid at a time: present and next.
   */
  @Needs('sources:write')
  @Post(':id/signing-keys')
  @Refuses(400, 404, 409)
  @ApiCreatedResponse({ type: SourceWithSigningKeyView })
  async addSigningKey(@Param('id') id: string, @Body() { secret }: NewSigningKey): Promise<SourceWithSigningKeyView> {
    const { webhook } = await this.existing(id);
    const fault = secretFault(webhook, secret);
    if (fault !== null) throw invalid('secret', fault);
    if ((await this.signingKeys.countBy({ sourceId: id })) >= MAX_SIGNING_KEYS) {
      throw Problem.conflict('signing_keys', `a source has at most ${MAX_SIGNING_KEYS} signing keys: delete one first`);
    }
    const key = secret ?? newSecret(webhook);
    await this.directory.addSigningKey(id, key);
    return { ...(await this.find(id)), signingKey: secret === undefined ? key : null };
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

  /** Shops of one system give the same ids to their orders and customers. */
  private async assertOnlyShop(webhook: Source['webhook']): Promise<void> {
    if (webhook === null || !NUMBERED.has(webhook)) return;
    if (await this.sources.existsBy({ webhook, disabledAt: IsNull() })) {
      const reason = 'has a source already: two shops of it may give different orders and customers the same ids';
      throw Problem.conflict('shop_connected', `${webhook} ${reason}; disable that one first`);
    }
  }

  private async existing(id: string): Promise<Source> {
    const source = await this.sources.findOneBy({ id });
    if (source === null) throw Problem.notFound('source_not_found');
    return source;
  }
}

const invalid = (path: string, message: string): Problem => Problem.invalid({ path, code: 'invalid', message });
