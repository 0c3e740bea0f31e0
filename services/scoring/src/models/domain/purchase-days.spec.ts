import { type Purchase } from '@segue/orders';
import { daysOf } from './purchase-days';

const brand = { currency: 'USD', zone: 'America/New_York' };
const purchase = (at: string, gross: number, currency = 'USD') =>
  ({ at: Date.parse(at), gross, currency, refunds: [] }) as unknown as Purchase;

it('joins purchases of one day of the zone, and guesses no amount of another currency', () => {
  const days = daysOf(
    [
      purchase('1998-01-01T14:00:00Z', 500),
      purchase('1998-01-02T03:00:00Z', 300),
      purchase('1998-01-02T14:00:00Z', 200, 'EUR'),
    ],
    brand,
  );
  expect(days.map(({ spend }) => spend)).toEqual([800, 0]);
  expect(days[1]!.day - days[0]!.day).toBe(1);
});
