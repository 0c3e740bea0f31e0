// The suffix of a test names its cost: .spec.ts is pure, .long-spec.ts is pure and takes seconds,
// .int-spec.ts needs one real part, .e2e-spec.ts the whole.
const { pathsToModuleNameMapper } = require('./scripts/module-names.cjs');

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', require('./scripts/swc-options.cjs')] },
  moduleNameMapper: pathsToModuleNameMapper(),
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.segue/', '<rootDir>/.stryker-tmp/'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: ['<rootDir>/scripts/cases.cjs'],
};

module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['**/*.spec.ts'] },
    { ...shared, displayName: 'long', testMatch: ['**/*.long-spec.ts'] },
    { ...shared, displayName: 'int', testMatch: ['**/*.int-spec.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['**/*.e2e-spec.ts'] },
  ],
};
