// Sources by write key. Every request needs one, so they are kept in memory and read again when
// they may have changed.
import { createHash, randomBytes } from 'node:crypto';
import {
  type Clock,
  CLOCK,
  LOG,
  Rounds,
  SPEED,
  Sealing,
  Unsealable,
  announce,
  faultOf,
  keptSecret,
} from '@segue/service';
import type { Log } from '@segue/bus';
import type { Speed } from '@segue/store';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, IsNull, type Repository } from 'typeorm';
import { IngestionConfig } from '../config';
import type { WebhookSystem } from '../webhooks/domain/systems';
import { SigningKey, Source, WriteKey } from './sources.entities';

export interface KnownSource {
  id: string;
  public: boolean;
  signingKeys: readonly string[];
  /** Limit of this source; null for the limit of its kind. */
  eventsPerSecond: number | null;
  /** Of a webhook: the system that sends it. */
  webhook?: { system: WebhookSystem; countUnpaid: boolean };
}

/** Id of the source that exists from the start. */
export const FIRST_SOURCE = 'server';
/** Maximum number of signing keys: present and next, during a rotation. */
export const MAX_SIGNING_KEYS = 2;

const CHANGED = 'segue:sources';
const REFRESH_MS = 5000;
/**
 * Minimum milliseconds between two reads for unknown keys, which another instance may have created
 * just now.
 */
const LOOK_AGAIN_MS = 1000;
const HINT_LENGTH = 4;

@Injectable()
export class SourceDirectory implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sources: Repository<Source>;
  private readonly keys: Repository<WriteKey>;
  private readonly signingKeys: Repository<SigningKey>;
  private byHash: ReadonlyMap<string, KnownSource> = new Map();
  private byId: ReadonlyMap<string, KnownSource> = new Map();
  private readAt = 0;
  private readonly rounds: Rounds;
  private leave: (() => Promise<void>) | undefined;

  constructor(
    management: DataSource,
    private readonly config: IngestionConfig,
    @Inject(SPEED) private readonly speed: Speed,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly sealing: Sealing,
  ) {
    this.sources = management.getRepository(Source);
    this.keys = management.getRepository(WriteKey);
    this.signingKeys = management.getRepository(SigningKey);
    this.rounds = new Rounds(log, 'the sources could not be read');
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.ensureFirst();
    await this.sealAnew();
    await this.read();
    this.leave = await this.speed.subscribe(CHANGED, () => void this.readQuietly());
    this.rounds.every(REFRESH_MS, () => this.read());
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
    await this.leave?.();
  }

  /**
   * Returns the source of a key; null for a key that is unknown, revoked, or of a disabled source.
   */
  async sourceOf(writeKey: string): Promise<KnownSource | null> {
    const hash = hashOf(writeKey);
    return this.found(() => this.byHash.get(hash));
  }

  /** Returns the source with this id; null for one that is unknown or disabled. */
  sourceWithId(id: string): Promise<KnownSource | null> {
    return this.found(() => this.byId.get(id));
  }

  private async found(known: () => KnownSource | undefined): Promise<KnownSource | null> {
    const found = known();
    if (found || this.clock.now() - this.readAt < LOOK_AGAIN_MS) return found ?? null;
    await this.readQuietly();
    return known() ?? null;
  }

  /** Creates a source without keys; returns its id. */
  async create(source: Pick<Source, 'name' | 'kind' | 'webhook' | 'countUnpaid'>): Promise<string> {
    const id = `src_${randomBytes(6).toString('hex')}`;
    await this.sources.save({ ...source, id, createdAt: this.clock.now(), disabledAt: null, eventsPerSecond: null });
    await this.changed();
    return id;
  }

  /** Returns a new write key of a source; it is not shown again. */
  async addKey(sourceId: string): Promise<string> {
    const writeKey = `wk_${randomBytes(18).toString('base64url')}`;
    await this.keys.insert(this.rowOf(writeKey, sourceId));
    await this.changed();
    return writeKey;
  }

  /** Adds a key that signs user ids, or webhooks; it is not shown again. */
  async addSigningKey(sourceId: string, key: string): Promise<void> {
    const id = `sk_${randomBytes(6).toString('hex')}`;
    await this.signingKeys.insert({ id, sourceId, sealed: this.sealing.seal(key, id), createdAt: this.clock.now() });
    await this.changed();
  }

  async changed(): Promise<void> {
    await this.read();
    await this.speed.publish(CHANGED, '');
  }

  private async ensureFirst(): Promise<void> {
    const { SEGUE_DATA_DIR, SEGUE_WRITE_KEY } = this.config;
    const first: Source = {
      id: FIRST_SOURCE,
      name: 'Server',
      kind: 'server',
      createdAt: this.clock.now(),
      disabledAt: null,
      eventsPerSecond: null,
      webhook: null,
      countUnpaid: false,
    };
    // Several instances may start at once: the second insert changes nothing.
    await this.sources.createQueryBuilder().insert().values(first).orIgnore().execute();
    const key = await keptSecret(SEGUE_DATA_DIR, 'write-key', SEGUE_WRITE_KEY);
    await this.keys.createQueryBuilder().insert().values(this.rowOf(key.value, FIRST_SOURCE)).orIgnore().execute();
    if (key.made) announce('Write key', key);
  }

  /**
   * Seals with the present key what an older one had sealed. With several instances each row is
   * changed once.
   */
  private async sealAnew(): Promise<void> {
    for (const { id, sealed } of await this.signingKeys.find()) {
      if (this.sealing.isCurrent(sealed, id)) continue;
      for (const key of this.opened({ id, sealed }))
        await this.signingKeys.update({ id, sealed }, { sealed: this.sealing.seal(key, id) });
    }
  }

  private rowOf(writeKey: string, sourceId: string): WriteKey {
    return {
      hash: hashOf(writeKey),
      sourceId,
      hint: writeKey.slice(-HINT_LENGTH),
      createdAt: this.clock.now(),
      revokedAt: null,
    };
  }

  private async read(): Promise<void> {
    const [sources, keys, signingKeys] = await Promise.all([
      this.sources.findBy({ disabledAt: IsNull() }),
      this.keys.findBy({ revokedAt: IsNull() }),
      this.signingKeys.find({ order: { createdAt: 'DESC' } }),
    ]);
    const known = new Map(sources.map((source) => [source.id, this.knownOf(source, signingKeys)]));
    this.byId = known;
    this.byHash = new Map(
      keys.flatMap(({ hash, sourceId }) => {
        const source = known.get(sourceId);
        return source ? [[hash, source] as const] : [];
      }),
    );
    this.readAt = this.clock.now();
  }

  private knownOf(source: Source, signingKeys: readonly SigningKey[]): KnownSource {
    const { id, kind, eventsPerSecond, webhook: system, countUnpaid } = source;
    const own = signingKeys.filter(({ sourceId }) => sourceId === id);
    return {
      ...{ id, public: kind === 'public', eventsPerSecond, signingKeys: own.flatMap((key) => this.opened(key)) },
      ...(system !== null && { webhook: { system, countUnpaid } }),
    };
  }

  private opened({ id, sealed }: Pick<SigningKey, 'id' | 'sealed'>): string[] {
    try {
      return [this.sealing.open(sealed, id)];
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error;
      this.log('error', 'a signing key was sealed with another key and signs nothing', { key: id });
      return [];
    }
  }

  /** Reads the sources; while the database is unavailable, the known ones stay. */
  private async readQuietly(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      this.readAt = this.clock.now();
      this.log('warn', 'the sources could not be read again', { fault: faultOf(error) });
    }
  }
}

export const hashOf = (writeKey: string): string => createHash('sha256').update(writeKey).digest('hex');
