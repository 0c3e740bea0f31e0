// The commands with which a store of one's own begins: they are complete and can be pasted.
import {
  byHttp,
  byNodeSdk,
  fit,
  importHistory,
  startEmpty,
} from '../../services/console/web/src/features/own-data/commands';

const ORIGIN = 'http://localhost:3000';

it('an empty store has a folder of its own, from which the import takes its keys', () => {
  const folder = /SEGUE_DATA_DIR=(\S+)/.exec(startEmpty)?.[1];
  expect(importHistory(ORIGIN, true)).toBe(
    [
      `export SEGUE_ADMIN_TOKEN=$(cat ${folder}/admin-token) SEGUE_WRITE_KEY=$(cat ${folder}/write-key)`,
      `npm run import orders.csv -- --url ${ORIGIN}`,
    ].join('\n'),
  );
  expect(importHistory(ORIGIN, false)).toContain('$(cat .segue/admin-token)');
  expect(fit(ORIGIN, true)).toContain(`$(cat ${folder}/admin-token)`);
});

it('settings are sent as JSON that parses', () => {
  const bodies = [...fit(ORIGIN, false).matchAll(/-d '([^']+)'/g)].map(([, body]) => JSON.parse(body as string));
  expect(bodies).toEqual([
    { marginRate: 0.3, costPerOrder: 150, costPerReturn: 300, costPerContact: 0 },
    { a: 4000, b: 2500 },
  ]);
  expect(fit(ORIGIN, false).match(/http:\S+/g)).toEqual(
    ['economics', 'value', 'rfm/take'].map((kind) => `${ORIGIN}/api/settings/${kind}`),
  );
});

it('an event by HTTP names the key and the server', () => {
  const [, key, url, body] = /^curl -u (\w+): (\S+) -d '([^']+)'$/.exec(byHttp(ORIGIN, 'wk1')) ?? [];
  expect([key, url, (JSON.parse(body ?? '') as { event: string }).event]).toEqual([
    'wk1',
    `${ORIGIN}/v1/track`,
    'Order Completed',
  ]);
  expect(byNodeSdk(ORIGIN, 'wk1')).toContain(`new Analytics({ writeKey: 'wk1', host: '${ORIGIN}' })`);
});
