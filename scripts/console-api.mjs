// npm run console:api: generates the console's types from the OpenAPI document of a running server
// (SEGUE_SERVER, or localhost:3000), with SEGUE_ADMIN_TOKEN or the token from the data folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const { SEGUE_SERVER: server = 'http://localhost:3000', SEGUE_DATA_DIR: dataDir = join(root, '.segue') } = process.env;
const token = process.env.SEGUE_ADMIN_TOKEN ?? readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
const answer = await fetch(`${server}/api/openapi.json`, { headers: { authorization: `Bearer ${token}` } });
if (!answer.ok) throw new Error(`${server} answers ${answer.status}`);

const folder = mkdtempSync(join(tmpdir(), 'segue-api-'));
try {
  const document = join(folder, 'openapi.json');
  writeFileSync(document, await answer.text());
  const program = join(root, 'node_modules/openapi-typescript/bin/cli.js');
  const types = join(root, 'services/console/web/src/api/schema.ts');
  execFileSync(process.execPath, [program, document, '-o', types], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}
