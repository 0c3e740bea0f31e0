import { queueOf } from './queues';

const order = { type: 'track', event: 'Order Completed' } as const;
const withdrawal = { type: 'track', event: 'Consent Withdrawn' } as const;
const quiet = { origin: 'live', isReplaying: false, isOverShare: false } as const;

describe('a touchpoint', () => {
  it('takes the live queue', () => expect(queueOf(order, quiet)).toBe('live'));

  it('of an import, or beyond the share of its source, takes the bulk queue', () => {
    expect(queueOf(order, { ...quiet, origin: 'import' })).toBe('bulk');
    expect(queueOf(order, { ...quiet, isOverShare: true })).toBe('bulk');
  });

  it('that withdraws a consent takes the live queue from any source', () => {
    expect(queueOf(withdrawal, { ...quiet, origin: 'import', isOverShare: true })).toBe('live');
  });

  it('of a replay, or while one runs, takes the queue of the time marks', () => {
    expect(queueOf(order, { ...quiet, origin: 'replay', isOverShare: true })).toBe('live');
    expect(queueOf(order, { ...quiet, isReplaying: true, isOverShare: true })).toBe('live');
  });
});
