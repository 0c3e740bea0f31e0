// Used `Idempotency-Key`s. The ids of a request's events are derived from a random text that is
// committed for its key before anything is published, so that the same request gets the same ids
// from any instance, also after a crash.
import { randomUUID } from 'node:crypto';
import type { Log } from '@segue/bus';
import { CLOCK, type Clock, DB, LOG, Problem, Rounds } from '@segue/service';
import type { Db } from '@segue/store';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hash } from '../accept/domain/digest';
import { IDEMPOTENCY_KEY_MS, MAX_IDEMPOTENCY_KEYS } from '../accept/limits';

interface Use {
  fingerprint: string;
  drawn: string;
}

const NOTE = `
  insert into idempotency_key (source, key, fingerprint, drawn, made_at) values ($1, $2, $3, $4, $5)
  on conflict do nothing returning fingerprint, drawn`;
const FIND = `select fingerprint, drawn from idempotency_key where source = $1 and key = $2`;
const PRUNE_OLD = `delete from idempotency_key where made_at < $1`;
const PRUNE_MANY = `
  delete from idempotency_key where source = $1 and number <= (
    select number from idempotency_key where source = $1 order by number desc offset $2 limit 1)`;
const PRUNE_EVERY_MS = 60_000;

@Injectable()
export class IdempotencyStore implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;
  /** Sources that have used keys since the last pruning. */
  private readonly users = new Set<string>();

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'idempotency keys could not be pruned');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(PRUNE_EVERY_MS, () => this.prune());
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
  }

  /**
   * Returns the beginning of the ids of this request: the same for every request with this key and
   * content, until the key is forgotten.
   * @param fingerprint hash of the request's content.
   * @throws {Problem} 422 when the key was used for another content.
   */
  async drawnFor(source: string, key: string, fingerprint: string): Promise<string> {
    this.users.add(source);
    const use = await this.use(source, hash(key), fingerprint);
    if (use.fingerprint === fingerprint) return use.drawn;
    throw new Problem(422, 'idempotency_key_reused', 'this Idempotency-Key was used for a request with other events');
  }

  /** Deletes expired keys, and the oldest of a source that has too many. */
  async prune(): Promise<void> {
    await this.db.query(PRUNE_OLD, [this.clock.now() - IDEMPOTENCY_KEY_MS]);
    const sources = [...this.users];
    this.users.clear();
    for (const source of sources) await this.db.query(PRUNE_MANY, [source, MAX_IDEMPOTENCY_KEYS]);
  }

  private async use(source: string, key: string, fingerprint: string): Promise<Use> {
    for (;;) {
      const fresh = [source, key, fingerprint, randomUUID(), this.clock.now()];
      // Two statements: the first waits for a concurrent insert of the same key, the second reads
      // its row.
      const [made] = await this.db.query<Use>(NOTE, fresh, 'note-idempotency-key');
      const [found] = made ? [made] : await this.db.query<Use>(FIND, [source, key], 'find-idempotency-key');
      if (found) return found;
    }
  }
}
