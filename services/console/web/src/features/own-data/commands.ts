// The commands that start a store of one's own and bring data into it. Pure.

const FOLDER = 'my-store';

/** Starts an empty store in a folder of its own. */
export const startEmpty = `SEGUE_DEMO=0 SEGUE_DATA_DIR=${FOLDER} npm start`;

/** @param inOwnFolder the store was started by `startEmpty`; else it is in the default folder. */
export function importHistory(origin: string, inOwnFolder: boolean): string {
  const folder = inOwnFolder ? FOLDER : '.segue';
  return [
    `export SEGUE_ADMIN_TOKEN=$(cat ${folder}/admin-token) SEGUE_WRITE_KEY=$(cat ${folder}/write-key)`,
    `npm run import orders.csv -- --url ${origin}`,
  ].join('\n');
}

/**
 * Sets margin, costs and cut-offs (minor units), then takes RFM edges from the store's customers.
 */
export function fit(origin: string, inOwnFolder: boolean): string {
  const token = `"Authorization: Bearer $(cat ${inOwnFolder ? FOLDER : '.segue'}/admin-token)"`;
  const put = (kind: string, body: string) =>
    `curl -X PUT -H ${token} ${origin}/api/settings/${kind} \\\n  -H 'content-type: application/json' -d '${body}'`;
  return [
    put('economics', '{"marginRate": 0.3, "costPerOrder": 150, "costPerReturn": 300, "costPerContact": 0}'),
    put('value', '{"a": 4000, "b": 2500}'),
    `curl -X POST -H ${token} ${origin}/api/settings/rfm/take`,
  ].join('\n');
}

export const byHttp = (origin: string, writeKey: string): string => `curl -u ${writeKey}: ${origin}/v1/track -d '{
  "userId": "u42", "event": "Order Completed",
  "properties": { "order_id": "1001", "total": "29.33", "currency": "USD" } }'`;

export const byNodeSdk = (
  origin: string,
  writeKey: string,
): string => `import { Analytics } from '@segment/analytics-node';
const analytics = new Analytics({ writeKey: '${writeKey}', host: '${origin}' });
analytics.identify({ userId: 'u42', traits: { name: 'Ana', email: 'ana@example.com' } });`;
