// The parts of campaign on a real Postgres and log, for tests of its stores: signals go in,
// decisions are stored and published.
import { type Bus, openBus, topicSpecs } from '@segue/bus';
import { type Signal, TOPICS, type Topic, decode } from '@segue/contracts';
import { type Clock, ServiceTime } from '@segue/service';
import type { OpenDb } from '@segue/store';
import { type Cost, Counted, freshSchema } from '@segue/testing';
import { OutcomeStore } from '../src/contacts/outcome.store';
import { Renderer } from '../src/content/renderer';
import { CampaignStore } from '../src/decide/campaign.store';
import { Decider } from '../src/decide/decider';
import { DecisionOutbox } from '../src/decide/decision.outbox';
import { DecisionReader } from '../src/decisions/decision.reader';
import { CampaignRules } from '../src/journeys/campaign.rules';
import { MIGRATIONS } from '../src/migrations/all';
import { NOON, draft } from './builders';

export class Running {
  private sent: { topic: string; value: Buffer }[] = [];

  private constructor(
    readonly db: OpenDb,
    readonly bus: Bus,
    /** Counts the statements of decisions. */
    readonly counted: Counted,
    readonly store: CampaignStore,
    readonly rules: CampaignRules,
    readonly renderer: Renderer,
    readonly decider: Decider,
    readonly outbox: DecisionOutbox,
    readonly outcomes: OutcomeStore,
    readonly reader: DecisionReader,
    private readonly clock: { at: number },
  ) {
    const publish = bus.publish.bind(bus);
    bus.publish = async (topic, messages) => {
      await publish(topic, messages);
      this.sent.push(...messages.map(({ value }) => ({ topic, value })));
    };
  }

  /** With the campaign `visit`, which greets each visit of a store, and a cap of two messages. */
  static async open(url: string, schema: string): Promise<Running> {
    const db = await freshSchema(url, schema, MIGRATIONS);
    const bus = openBus({ databaseUrl: url, clientId: schema, log: () => undefined });
    await bus.ensureTopics(topicSpecs(TOPICS));
    const at = { at: NOON };
    const clock: Clock = { now: () => at.at };
    const counted = new Counted(db);
    const store = new CampaignStore(counted);
    const rules = new CampaignRules(db, bus, clock, 'UTC');
    const renderer = new Renderer();
    const time = new ServiceTime({
      db,
      bus,
      clock,
      group: 'campaign',
      input: null,
      output: null,
      log: () => undefined,
    });
    const decider = new Decider(store, rules, renderer, time, clock);
    const outbox = new DecisionOutbox(store, bus, clock);
    const [outcomes, reader] = [new OutcomeStore(db), new DecisionReader(db)];
    await rules.save('visit', draft({ delivery: 'outbox' }), 0);
    await rules.setState('visit', 'running');
    await rules.setLimits({ cap: { messages: 2, days: 7 }, quietHours: null, globalControl: 0 });
    return new Running(db, bus, counted, store, rules, renderer, decider, outbox, outcomes, reader, at);
  }

  async close(): Promise<void> {
    await this.renderer.onModuleDestroy();
    await this.bus.close();
    await this.db.close();
  }

  /** Decides a batch as the consumer of signals does. */
  async take(batch: readonly Signal[]): Promise<Cost> {
    return this.counted.during(async () => this.outbox.publish((await this.decider.decide(batch)).unpublished));
  }

  /** Resumes enrolments whose wait is over, as the timer does. */
  async resumeUntil(until: number): Promise<void> {
    for await (const { unpublished } of this.decider.resumeUntil(until)) await this.outbox.publish(unpublished);
  }

  /** Sets the wall clock, UTC milliseconds. */
  setClock(now: number): void {
    this.clock.at = now;
  }

  /** Returns what was published on a topic since the last `forget`. */
  published<T>(topic: Topic<T>): T[] {
    return this.sent.filter((one) => one.topic === topic.name).map(({ value }) => decode(topic, value));
  }

  forget(): void {
    this.sent = [];
  }
}
