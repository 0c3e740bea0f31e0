// The order store of an import: asks profile for existing orders, and accepts others like events of
// the first source.
import { randomUUID } from 'node:crypto';
import { type KeptOrder, keptOrders } from '@segue/contracts';
import type { OrderEvent, OrderStore, Rejected } from '@segue/order-files';
import { type Clock, ServiceClient, Problem } from '@segue/service';
import { ADMIN_SOURCE, type Caller } from '../accept/caller.check';
import { withIds } from '../accept/domain/judged';
import { Receipts } from '../accept/receipts';
import { TouchpointIntake } from '../accept/touchpoint.intake';
import { repeated } from './repetition';

const IMPORTER: Caller = { source: ADMIN_SOURCE, origin: 'import' };

export class ImportOrders implements OrderStore {
  constructor(
    private readonly profile: ServiceClient,
    private readonly intake: TouchpointIntake,
    private readonly receipts: Receipts,
    private readonly clock: Clock,
    /** Aborted when the import must end; work is then not repeated. */
    private readonly signal: AbortSignal,
  ) {}

  keptOrders(orders: readonly { id: string; identity: string }[]): Promise<readonly KeptOrder[]> {
    return this.patiently(() => this.profile.ask('/api/histories/orders', { orders }, keptOrders));
  }

  offer(events: readonly OrderEvent[]): Promise<readonly Rejected[]> {
    return this.patiently(async () => {
      const now = this.clock.now();
      const place = this.receipts.take(now, events.length);
      const judged = await this.intake.judge('batch', { batch: events }, IMPORTER, now, place);
      withIds(judged, () => randomUUID());
      return this.intake.take(judged, IMPORTER, now);
    });
  }

  /** Repeats work while a service is unavailable or busy: events have ids, so that is harmless. */
  private patiently<T>(work: () => Promise<T>): Promise<T> {
    return repeated(work, isOutage, this.signal);
  }
}

const isOutage = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 429 || error.status === 503);
