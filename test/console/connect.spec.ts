// What can be connected, and the events per minute of its sources.
import { SENDERS, SYSTEMS, bodyOf, isSigned, lacksSecret } from '../../services/console/web/src/features/connect/kinds';
import { minutesOf } from '../../services/console/web/src/features/connect/minutes';
import { isLocal } from '../../services/console/web/src/features/connect/snippets';

const NOW = Date.parse('2026-03-01T12:30:20Z');
const minute = (at: string, taken: number, refused = 0) => ({
  at: `2026-03-01T${at}:00.000Z`,
  taken,
  refused,
  ignored: 0,
});
const source = (name: string, taken: number, ...minutes: ReturnType<typeof minute>[]) => ({
  ...{ source: name, taken, refused: 0, ignored: 0, lastAt: null },
  minutes,
});

it('the last hour has every minute, the busiest sources by name and the others as one', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, place) =>
    source(name, place + 1, minute('12:30', place + 1)),
  );
  const { sources, rows } = minutesOf(many, (id) => id.toUpperCase(), 'others', NOW);
  expect(sources).toEqual(['G', 'F', 'E', 'D', 'C', 'others']);
  expect(rows).toHaveLength(60);
  expect(rows.at(-1)).toEqual({ at: Date.parse('2026-03-01T12:30:00Z'), taken: [7, 6, 5, 4, 3, 3], refused: 0 });
  expect(rows[0]).toEqual({ at: Date.parse('2026-03-01T11:31:00Z'), taken: [0, 0, 0, 0, 0, 0], refused: 0 });
});

it('refused events are counted beside those that were taken', () => {
  const { sources, rows } = minutesOf([source('a', 0, minute('12:00', 0, 4)), source('b', 0)], (id) => id, '', NOW);
  expect(sources).toEqual(['a']);
  expect(rows.find(({ refused }) => refused > 0)).toMatchObject({ at: Date.parse('2026-03-01T12:00:00Z'), refused: 4 });
});

it('every answer leads to a source that the server takes, but for a file', () => {
  const bodies = SENDERS.flatMap((sender) =>
    SYSTEMS[sender].flatMap((one) => (one === 'csv' ? [] : [bodyOf(one, 'x', true)])),
  );
  expect(bodies).toEqual([
    { name: 'x', kind: 'server', webhook: 'shopify', countUnpaid: true },
    { name: 'x', kind: 'server', webhook: 'woocommerce', countUnpaid: true },
    { name: 'x', kind: 'server', webhook: 'stripe' },
    { name: 'x', kind: 'public' },
    { name: 'x', kind: 'server' },
    { name: 'x', kind: 'server', webhook: 'standard' },
    { name: 'x', kind: 'server', webhook: 'cloudevents' },
  ]);
});

it('a signed webhook waits for its secret, and a local address is known', () => {
  expect(lacksSecret({ webhook: 'shopify', signingKeys: [] })).toBe(true);
  expect(lacksSecret({ webhook: 'shopify', signingKeys: [{ id: 'sk', createdAt: '' }] })).toBe(false);
  expect([isSigned({ webhook: 'cloudevents' }), isSigned({ webhook: null })]).toEqual([false, false]);
  expect(['http://localhost:3000/x', 'https://segue.example.com/x'].map(isLocal)).toEqual([true, false]);
});
