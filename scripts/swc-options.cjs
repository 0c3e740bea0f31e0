// One set of compiler options for the build and for the tests, so that both run the same code.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = { ...JSON.parse(readFileSync(join(__dirname, '../.swcrc'), 'utf8')), swcrc: false };
