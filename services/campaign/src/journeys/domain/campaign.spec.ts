import { campaign, draft } from '../../../testing/builders';
import { ORDER_CHANGES } from '@segue/orders';
import { draftFault } from './campaign';
import { subscribedOrders } from './subscription';
import { type Trigger, segmentFault, tierFault, triggeredBy } from './trigger';

const waitingFor = (segment: string) => draft({ trigger: { on: 'left', segment } }).trigger;

describe('what a campaign waits for', () => {
  it('is a segment that exists', () => {
    expect(segmentFault(waitingFor('active'), ['active', 'vip'])).toBeNull();
  });

  it('is refused when there is no such segment, with the path and those there are', () => {
    expect(segmentFault(waitingFor('actve'), ['active', 'vip'])).toMatchObject({
      code: 'segment_unknown',
      path: 'trigger.segment',
      message: 'must be a segment that exists: there are active, vip',
    });
    expect(segmentFault(waitingFor('active'), [])?.message).toBe('must be a segment that exists: there are none yet');
  });

  it('names a few of very many segments', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `s-${n}`);
    expect(segmentFault(waitingFor('active'), many)?.message).toMatch(/: there are s-0, .*, s-19, …$/);
  });

  it('may be something else than a segment', () => {
    expect(segmentFault({ on: 'touchpoint', event: 'Store Visited' }, [])).toBeNull();
    expect(segmentFault({ on: 'tier', scheme: 'value' }, [])).toBeNull();
  });

  it.each<[Trigger, string | null]>([
    [{ on: 'tier', scheme: 'value', to: ['MVC'], from: ['BZ', 'standard'] }, null],
    [{ on: 'tier', scheme: 'rfm', to: ['Champions'] }, null],
    [{ on: 'tier', scheme: 'gold' }, 'trigger.scheme: must be a scheme that exists: there are value, rfm'],
    [{ on: 'tier', scheme: 'constructor' }, 'trigger.scheme: must be a scheme that exists: there are value, rfm'],
    [
      { on: 'tier', scheme: 'value', to: ['MVC', 'Champions'] },
      'trigger.to.1: must be a tier that exists: there are BZ, MVC, MGC, standard',
    ],
    [
      { on: 'tier', scheme: 'value', from: ['mvc'] },
      'trigger.from.0: must be a tier that exists: there are BZ, MVC, MGC, standard',
    ],
    [{ on: 'touchpoint', event: 'Store Visited' }, null],
  ])('is a tier that exists, if it is one: %j', (trigger, expected) => {
    const fault = tierFault(trigger);
    expect(fault && `${fault.path}: ${fault.message}`).toBe(expected);
  });
});

describe('a campaign on orders', () => {
  const on = (is: (typeof ORDER_CHANGES)[number]) => draft({ trigger: { on: 'order', is } });

  it('can wait for each of the four changes, and for no other', () => {
    expect(ORDER_CHANGES.map((is) => draftFault(on(is)))).toEqual([null, null, null, null]);
    expect(draftFault(on('shipped' as 'placed'))?.path).toContain('trigger');
  });

  it('is triggered by its change alone', () => {
    const signal = (kind: 'order' | 'touchpoint', subject: string) => ({ kind, subject, from: null, to: null });
    const { trigger } = on('placed');
    expect(triggeredBy(trigger, signal('order', 'placed'))).toBe(true);
    expect(triggeredBy(trigger, signal('order', 'refunded'))).toBe(false);
    expect(triggeredBy(trigger, signal('touchpoint', 'placed'))).toBe(false);
  });

  it('subscribes only while it runs', () => {
    const running = campaign({ trigger: { on: 'order', is: 'placed' } });
    expect(subscribedOrders([running, { ...running, state: 'paused' }, campaign()])).toEqual(['placed']);
    expect(subscribedOrders([{ ...running, state: 'paused' }])).toEqual([]);
  });
});
