// The aliases of tsconfig.base.json (@segue/<name>) in the form that other tools need.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { compilerOptions } = JSON.parse(readFileSync(join(__dirname, '../tsconfig.base.json'), 'utf8'));

module.exports = {
  paths: compilerOptions.paths,
  pathsToModuleNameMapper: () =>
    Object.fromEntries(
      Object.entries(compilerOptions.paths).map(([alias, [target]]) => [`^${alias}$`, `<rootDir>/${target}`]),
    ),
};
