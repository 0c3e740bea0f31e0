// What a person types to come in with data of their own. Pure.

const FOLDER = 'my-store';

/** An empty store beside the demo's folder. */
export const startEmpty = `SEGUE_DEMO=0 SEGUE_DATA_DIR=${FOLDER} npm start`;

/**
 * @param inOwnFolder the store that is imported into was started by `startEmpty`; else its folder
 * is the usual one.
 */
export function importHistory(origin: string, inOwnFolder: boolean): string {
  const folder = inOwnFolder ? FOLDER : '.segue';
  return [
    `export SEGUE_ADMIN_TOKEN=$(cat ${folder}/admin-token) SEGUE_WRITE_KEY=$(cat ${folder}/write-key)`,
    `npm run import orders.csv -- --url ${origin}`,
  ].join('\n');
}

/**
 * Own margin, costs and cut-offs, then RFM edges from the own customers. Amounts in minor units.
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
