import { customerIdOf } from '@segue/contracts';
import { NOON, signal, visit } from '../../../testing/builders';
import { orderNotesIn } from './order-note';

const order = (is: string, because: object) =>
  signal({ kind: 'order', subject: is, because, identities: ['userId:u1', 'email:a@example.test'] });

describe('what a signal says about orders', () => {
  it('names every id under which a decision about the customer may be stored', () => {
    const [note] = orderNotesIn([order('placed', { id: 'o1', amount: 1_250, currency: 'USD' })]);
    expect(note).toEqual({
      customers: [customerIdOf('userId:u1'), customerIdOf('email:a@example.test')],
      ...{ order: 'o1', what: 'placed', at: NOON, amount: 1_250 },
    });
  });

  it.each([
    ['another currency', { id: 'o1', amount: 5, currency: 'EUR' }, null],
    ['no amount', { id: 'o1' }, null],
    ['no currency', { id: 'o1', amount: 5 }, 5],
  ])('has the amount of an order with %s', (_, because, amount) => {
    expect(orderNotesIn([order('changed', because)])[0]?.amount).toBe(amount);
  });

  it('is nothing for refunds and for what is no order', () => {
    expect(orderNotesIn([order('refunded', { id: 'o1' }), visit('userId:u1'), signal()])).toEqual([]);
  });
});
