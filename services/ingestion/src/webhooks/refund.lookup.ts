// Finds the order of a refund whose webhook does not name the buyer.
import { type Identity, keptOrders } from '@segue/contracts';
import { LOG, ServiceClient, faultOf } from '@segue/service';
import type { Log } from '@segue/bus';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { WebhookOrderStore } from './webhook-order.store';

/**
 * Profile may not have read an order that was accepted a moment ago. The other system waits
 * meanwhile, for five seconds at most.
 */
const WAITS_MS = [0, 300, 700, 1_500] as const;

@Injectable()
export class RefundLookup {
  constructor(
    private readonly orders: WebhookOrderStore,
    private readonly profile: ServiceClient,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Resolves with the order's id and its owner; null where it is unknown, of several customers, or
   * profile does not answer. Then the order's own update brings the refund.
   */
  async orderOf(source: string, object: string): Promise<{ orderId: string; owner: Identity } | null> {
    const orderId = await this.orders.orderIdOf(source, object);
    if (orderId === null) return null;
    for (const wait of WAITS_MS) {
      await pause(wait);
      const owners = await this.ownersOf(orderId);
      if (owners === null || owners.size > 1) return null;
      const [owner] = owners;
      if (owner !== undefined) return { orderId, owner };
    }
    return null;
  }

  private async ownersOf(orderId: string): Promise<ReadonlySet<Identity> | null> {
    const asked = { orders: [{ id: orderId, identity: NOBODY }] };
    try {
      const found = await this.profile.ask('/api/histories/orders', asked, keptOrders);
      return new Set(found.map(({ identity }) => identity));
    } catch (error) {
      this.log('warn', 'the order of a refund could not be looked up', { fault: faultOf(error) });
      return null;
    }
  }
}

/** The question names a presumed customer; here there is none. */
const NOBODY: Identity = 'externalId:webhook/nobody';
