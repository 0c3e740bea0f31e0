// npm run asyncapi: writes docs/asyncapi.json from the contracts and the services.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare({ web: false });
const require = createRequire(import.meta.url);
const { asyncApi } = require('../dist/libs/contracts/src/index.js');
const { SERVICES } = require('../dist/services/standalone/src/services.js');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(root, 'docs/asyncapi.json'), `${JSON.stringify(asyncApi(version, SERVICES), null, 2)}\n`);
