import { instantIn } from './instant';

it.each([
  ['2026-02-01T08:00:00+08:00', '2026-02-01T00:00:00.000Z'],
  ['2026-02-01', '2026-02-01T00:00:00.000Z'],
  ['2024-02-29 08:00:00,5', '2024-02-29T08:00:00.500Z'],
])('%s is %s', (text, iso) => expect(new Date(instantIn(text)).toISOString()).toBe(iso));

it.each([
  '',
  'soon',
  '2024-02-30',
  '2023-02-29T10:00:00Z',
  '2024-04-31 10:00',
  '2024-W05',
  '2024-13-01',
  '2024-01-01T25:00Z',
])('%p is no time', (text) => expect(instantIn(text)).toBeNaN());
