import { campaign, draft } from '../../../testing/builders';
import { ORDER_CHANGES } from '@segue/orders';
import { draftFault } from './campaign';
import { subscribedEvents, subscribedOrders, subscribersOf } from './subscription';
import { type Trigger, triggeredBy } from './trigger';
import { segmentFault, tierFault } from './trigger-faults';

describe('what a campaign waits for', () => {
  it('is a segment that exists', () => {
    expect(segmentFault('active', ['active', 'vip'], 'trigger.segment')).toBeNull();
  });

  it('is refused when there is no such segment, with the path and those there are', () => {
    expect(segmentFault('actve', ['active', 'vip'], 'trigger.segment')).toMatchObject({
      code: 'segment_unknown',
      path: 'trigger.segment',
      message: 'must be a segment that exists: there are active, vip',
    });
    expect(segmentFault('active', [], 'trigger.segment')?.message).toBe(
      'must be a segment that exists: there are none yet',
    );
  });

  it('names a few of very many segments', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `s-${n}`);
    expect(segmentFault('active', many, 'trigger.segment')?.message).toMatch(/: there are s-0, .*, s-19, …$/);
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
    const signal = (kind: 'order' | 'touchpoint', subject: string) => ({
      ...{ kind, subject, from: null, to: null },
      standing: { segments: [] },
    });
    const { trigger } = on('placed');
    expect(triggeredBy(trigger, signal('order', 'placed'))).toBe(true);
    expect(triggeredBy(trigger, signal('order', 'refunded'))).toBe(false);
    expect(triggeredBy(trigger, signal('touchpoint', 'placed'))).toBe(false);
  });

  it('subscribes only while it runs', () => {
    const running = campaign({ trigger: { on: 'order', is: 'placed' } });
    expect(subscribedOrders(subscribersOf(running))).toEqual(['placed']);
    expect(subscribersOf({ ...running, state: 'paused' })).toEqual([]);
  });
});

describe('a campaign on several segments', () => {
  const moved = (kind: 'entered' | 'left', subject: string, ...segments: string[]) => ({
    ...{ kind, subject, from: null, to: null },
    standing: { segments },
  });

  it.each<[Trigger, ReturnType<typeof moved>, boolean]>([
    [{ on: 'entered', segments: ['a', 'b'] }, moved('entered', 'b', 'b'), true],
    [{ on: 'entered', segments: ['a', 'b'] }, moved('entered', 'c', 'c'), false],
    [{ on: 'entered', segments: ['a', 'b'], except: ['staff'] }, moved('entered', 'a', 'a', 'staff'), false],
    [{ on: 'entered', segment: 'a', except: ['staff'] }, moved('entered', 'a', 'a'), true],
    [{ on: 'left', segments: ['a', 'b'] }, moved('left', 'a', 'b'), false],
    [{ on: 'left', segments: ['a', 'b'] }, moved('left', 'a', 'c'), true],
  ])('%j by %j: %s', (trigger, signal, expected) => {
    expect(triggeredBy(trigger, signal)).toBe(expected);
  });
});

describe('a campaign with waits', () => {
  const steps = [
    { node: 'reply', kind: 'wait' as const, event: 'Replied', timeout: 60, next: 'end', otherwise: 'end' },
    { node: 'end', kind: 'exit' as const },
  ];
  const service = campaign({ class: 'service', steps, goal: { event: 'Donated' } });

  it('subscribes to the event that it waits for, to its goal, and to what changes a customer', () => {
    const events = subscribedEvents(subscribersOf(service));
    expect(events).toEqual(expect.arrayContaining(['Store Visited', 'Replied', 'Donated', 'Consent Withdrawn']));
    expect(subscribedEvents(subscribersOf(campaign({ class: 'service' })))).toEqual(['Store Visited']);
    expect(subscribedOrders([campaign({ goal: { order: 'placed' } })])).toEqual(['placed']);
  });

  it('subscribes also to what an earlier version waits for by which enrolments go on', () => {
    const earlier = { id: service.id, version: 1, draft: service, moves: false };
    const edited = campaign({ class: 'service', version: 2 });
    expect(subscribedEvents(subscribersOf(edited, [earlier]))).toContain('Replied');
    expect(subscribedEvents(subscribersOf(edited, [{ ...earlier, id: 'another' }]))).toEqual(['Store Visited']);
  });
});
