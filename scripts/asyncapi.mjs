// npm run asyncapi: writes docs/asyncapi.json from the contracts.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare({ web: false });
const { asyncApi } = createRequire(import.meta.url)('../dist/libs/contracts/src/index.js');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(root, 'docs/asyncapi.json'), `${JSON.stringify(asyncApi(version), null, 2)}\n`);
