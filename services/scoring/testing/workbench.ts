// Scoring on a real Postgres, in an empty schema of its own and with a clock that stands still:
// what its integration tests are set up with.
import { type Bus, openBus, topicSpecs } from '@segue/bus';
import {
  type Definition,
  type Identity,
  type NumberedTouchpoint,
  type ProfileChanged,
  TOPICS,
  customerIdOf,
} from '@segue/contracts';
import { type Clock, CreateServiceTables1700000000000, ServiceTime } from '@segue/service';
import type { Db, OpenDb } from '@segue/store';
import { freshSchema } from '@segue/testing';
import { scoring } from '../src';
import type { HistoryReader } from '../src/score/histories';
import { Scorer } from '../src/score/scorer';
import { ScoringRules } from '../src/rulebook/rulebook.store';
import { SignalOutbox } from '../src/transitions/signal.outbox';
import { PreviewReader } from '../src/standings/previews/preview.reader';
import { StandingReader } from '../src/standings/standing.reader';
import { StandingStore } from '../src/standings/standing.store';
import { TransitionStore } from '../src/transitions/transition.store';

/** The present, UTC milliseconds. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export const clock: Clock = { now: () => NOON };
export const noHistories = { refolds: async () => new Map() } as unknown as HistoryReader;
export const noSizes = { ask: async () => undefined };

export interface Workbench {
  open: OpenDb;
  bus: Bus;
  store: StandingStore;
  rules: ScoringRules;
  time: ServiceTime;
  scorer: Scorer;
  reader: StandingReader;
  previews: PreviewReader;
  close(): Promise<void>;
}

interface Setting {
  /** IANA zone of the brand. */
  zone?: string;
  /** What the store reads and writes through; the database itself if absent. */
  through?: (open: OpenDb) => Db;
}

/** Opens the tables of scoring in `schema`, which is emptied. */
export const openTables = (url: string, schema: string): Promise<OpenDb> =>
  freshSchema(url, schema, [CreateServiceTables1700000000000, ...scoring.migrations]);

export async function openWorkbench(url: string, schema: string, setting: Setting = {}): Promise<Workbench> {
  const { zone = 'UTC', through = (db) => db } = setting;
  const open = await openTables(url, schema);
  const bus = openBus({ databaseUrl: url, clientId: schema, log: () => undefined });
  await bus.ensureTopics(topicSpecs(TOPICS));
  const db = through(open);
  const store = new StandingStore(db);
  const rules = new ScoringRules(open, clock, { currency: 'USD', zone });
  const unread = { group: 'scoring', input: null, output: null };
  const time = new ServiceTime({ db: open, bus, clock, ...unread, log: () => undefined });
  const outbox = new SignalOutbox(new TransitionStore(db), store, bus, clock);
  const scorer = new Scorer(store, rules, outbox, time, clock);
  const reader = new StandingReader(store);
  const previews = new PreviewReader(open, store, noHistories);
  const close = async () => {
    await bus.close();
    await open.close();
  };
  return { open, bus, store, rules, time, scorer, reader, previews, close };
}

const now = { occurredAt: NOON, recordedAt: NOON, origin: 'live', cause: null } as const;

/**
 * What profile publishes of a customer with these identities when only `touchpoints` are new.
 */
export function profileOf(
  identities: readonly [Identity, ...Identity[]],
  version: number,
  touchpoints: NumberedTouchpoint[],
): ProfileChanged {
  const customer = customerIdOf(identities[0]);
  return { v: 2, customer, version, identities: [...identities], touchpoints, absorbed: [], ...now };
}

/** A campaign that listens to these touchpoints. */
export const listeningTo = (...touchpoints: string[]): Definition => ({
  ...{ v: 1, campaign: 'c', version: 1, active: true, touchpoints },
  ...now,
});
