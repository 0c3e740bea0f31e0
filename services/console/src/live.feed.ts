// The feed of current news. It polls the services once a second while there are listeners; a new
// listener first gets the latest news.
import {
  type Answer,
  type ServiceName,
  decisionEntries,
  listedCustomers,
  recentTouchpoints,
  transitionEntries,
} from '@segue/contracts';
import { CLOCK, type Clock, LOG, faultOf } from '@segue/service';
import type { Log } from '@segue/bus';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { News } from './news.views';
import { kept, newsOf } from './domain/news';
import { SERVICE_CLIENTS, type ServiceClients } from './service.clients';

export type NewsListener = (news: readonly News[]) => void;

const EVERY_MS = 1_000;
const ASKED = 50;
/**
 * Number of transitions per request. They are listed by the time of the change, so an import adds
 * many to the latest.
 */
const MOVES_ASKED = 150;
const VISITS_REMEMBERED = 20;
const OTHERS_REMEMBERED = 60;
/** Number of remembered news, which are not sent again; far more than the lists hold. */
const SEEN = 2_000;
const NAMES = 5_000;

type Named = Pick<News, 'name' | 'identity'>;

@Injectable()
export class LiveFeed implements OnModuleDestroy {
  private readonly listeners = new Set<NewsListener>();
  private readonly seen = new Set<string>();
  private readonly names = new Map<string, Named>();
  private readonly failing = new Set<string>();
  private latest: News[] = [];
  /** Listeners that came while the feed rested; they get the latest news with the next look. */
  private readonly waiting = new Set<NewsListener>();
  /** Paths of the lists that were read in full since the last rest. */
  private readonly begun = new Set<string>();
  /** Number of rests: a look that began before one is not published after it. */
  private rests = 0;
  private isLooking = false;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    @Inject(SERVICE_CLIENTS) private readonly services: ServiceClients,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Calls `listener` with the latest news, at once or after the next look at the services, and then
   * with new ones. Returns a function that ends this.
   */
  watch(listener: NewsListener): () => void {
    const isResting = this.listeners.size === 0;
    this.listeners.add(listener);
    // What was the latest before the rest is not what happens now.
    if (isResting || this.waiting.size > 0) this.waiting.add(listener);
    else if (this.latest.length > 0) listener(this.latest);
    if (this.timer === null && !this.isLooking) this.look();
    return () => {
      this.listeners.delete(listener);
      this.waiting.delete(listener);
      if (this.listeners.size === 0) this.rest();
    };
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    this.rest();
    await this.looking;
  }

  private look(): void {
    const began = this.clock.now();
    const { rests } = this;
    this.isLooking = true;
    this.looking = this.ask()
      .then((news) => (rests === this.rests ? this.publish(news) : undefined))
      .catch((error: unknown) => this.log('debug', 'the live feed could not ask', { fault: faultOf(error) }));
    void this.looking.then(() => {
      this.isLooking = false;
      if (this.closed || this.listeners.size === 0) return;
      const waitMs = rests === this.rests ? EVERY_MS - (this.clock.now() - began) : 0;
      this.timer = setTimeout(() => this.lookAgain(), Math.max(100, waitMs));
    });
  }

  private lookAgain(): void {
    this.timer = null;
    this.look();
  }

  /** Forgets the news: when somebody listens again, they are no longer what happens now. */
  private rest(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.rests++;
    this.latest = [];
    this.seen.clear();
    this.begun.clear();
  }

  /** Resolves with the news, oldest first; services that do not answer are left out. */
  private async ask(): Promise<News[]> {
    const moves = `/api/transitions?limit=${MOVES_ASKED}`;
    const decided = `/api/decisions?limit=${ASKED}`;
    const [touchpoints, transitions, decisions] = await Promise.all([
      this.all('profile', [`/api/touchpoints?limit=${ASKED}`], recentTouchpoints),
      this.all('scoring', [moves, `${moves}&kind=tier&subject=value`], transitionEntries),
      this.all('campaign', [decided, `${decided}&outcome=sent`, `${decided}&outcome=deferred`], decisionEntries),
    ]);
    const fresh = newsOf({ touchpoints, transitions, decisions }).filter(({ id }) => !this.seen.has(id));
    await this.learnNames(fresh.map(({ customer }) => customer));
    return fresh.map((one) => ({ ...one, ...this.names.get(one.customer) }));
  }

  /**
   * Reads the first path, and until all were answered once also the others; what several hold is
   * there several times. An edit or a new model may have held back hundreds of decisions as history
   * just before: the newest ones of all kinds are then no news.
   */
  private async all<T>(service: ServiceName, paths: readonly string[], answer: Answer<{ items: T[] }>): Promise<T[]> {
    const { rests } = this;
    const asked = this.begun.has(answer.path) ? paths.slice(0, 1) : paths;
    const pages = await Promise.all(asked.map((path) => this.list(service, path, answer)));
    if (rests === this.rests && !pages.includes(null)) this.begun.add(answer.path);
    return pages.flatMap((page) => page ?? []);
  }

  /** Resolves with null when the service does not answer. */
  private async list<T>(service: ServiceName, path: string, answer: Answer<{ items: T[] }>): Promise<T[] | null> {
    try {
      const { items } = await this.services[service].read(path, answer);
      this.failing.delete(answer.path);
      return items;
    } catch (error) {
      // Once for each outage, since this is asked every second.
      const level = this.failing.has(answer.path) ? 'debug' : 'warn';
      this.failing.add(answer.path);
      this.log(level, 'the live feed lacks an answer', { path: answer.path, fault: faultOf(error) });
      return null;
    }
  }

  private async learnNames(customers: readonly string[]): Promise<void> {
    const unknown = [...new Set(customers)].filter((customer) => !this.names.has(customer)).slice(0, 150);
    if (unknown.length === 0) return;
    if (this.names.size > NAMES) this.names.clear();
    const path = `/api/customers?limit=150&ids=${unknown.map(encodeURIComponent).join(',')}`;
    const items = await this.list('profile', path, listedCustomers);
    for (const { customer, name, traits, identities } of items ?? []) {
      const email = typeof traits.email === 'string' ? traits.email : null;
      this.names.set(customer, { name: name ?? email, identity: identities[0] ?? null });
    }
  }

  private publish(news: readonly News[]): void {
    for (const { id } of news) this.seen.add(id);
    if (this.seen.size > SEEN) for (const id of [...this.seen].slice(0, SEEN / 2)) this.seen.delete(id);
    if (news.length > 0) this.latest = kept([...this.latest, ...news], VISITS_REMEMBERED, OTHERS_REMEMBERED);
    for (const listener of this.listeners) {
      const due = this.waiting.has(listener) ? this.latest : news;
      if (due.length > 0) listener(due);
    }
    this.waiting.clear();
  }
}
