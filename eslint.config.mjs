// What no reviewer should have to look for: boundaries between projects, purity of the core, and
// types that say what they mean.
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import typescript from 'typescript-eslint';
import tables from './scripts/lint/table-owner.cjs';

const noClock = 'Time is an input: take `now` as a parameter.';
const noChance = 'Pure code takes no chances: pass a seed or an id.';
const noIo = 'Pure code does no I/O.';
const noSql = 'SQL belongs into a *.store.ts or *.reader.ts.';
const SQL = String.raw`/^\s*(with \w+ as|select|insert into|update \w+ set|delete from)\s/i`;

/** Modules that are functions of their arguments and nothing else. */
const PURE_BUILTINS = ['!node:crypto'];

export default [
  {
    ignores: [
      'node_modules/**',
      'dist/**',
      '.nx/**',
      '.segue/**',
      'coverage/**',
      'test/data/**',
      '**/api/schema.ts',
      '.stryker-tmp/**',
    ],
  },
  ...typescript.configs.strict.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:pure', onlyDependOnLibsWithTags: ['type:contracts', 'type:pure', 'type:pages'] },
            { sourceTag: 'type:pages', onlyDependOnLibsWithTags: [] },
            {
              sourceTag: 'type:lib',
              onlyDependOnLibsWithTags: ['type:contracts', 'type:pure', 'type:lib', 'type:testing'],
            },
            {
              sourceTag: 'type:testing',
              onlyDependOnLibsWithTags: ['type:contracts', 'type:pure', 'type:lib', 'type:testing'],
            },
            {
              sourceTag: 'type:service',
              onlyDependOnLibsWithTags: ['type:contracts', 'type:pure', 'type:lib', 'type:testing'],
            },
            { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:contracts', 'type:pure', 'type:tool'] },
            { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: 'error',
    },
  },
  {
    // The core: functions of plain data. What must be known of the world is passed in.
    files: [
      'libs/{contracts,addresses,orders,parts,rules,valuation,measurement}/src/**/*.ts',
      'services/*/src/**/domain/**/*.ts',
    ],
    ignores: ['**/*.spec.ts', '**/*.long-spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: noIo },
        { name: 'fetch', message: noIo },
        { name: 'setTimeout', message: noClock },
        { name: 'setInterval', message: noClock },
        { name: 'setImmediate', message: noClock },
        { name: 'performance', message: noClock },
        { name: 'crypto', message: noChance },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: noClock },
        { object: 'Math', property: 'random', message: noChance },
        { object: 'console', property: 'log', message: noIo },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: noClock },
        { selector: 'ImportSpecifier[imported.name=/^random/]', message: noChance },
      ],
    },
  },
  {
    files: [
      'services/*/src/**/domain/**/*.ts',
      'libs/{contracts,addresses,orders,parts,rules,valuation,measurement}/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts', '**/*.long-spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', ...PURE_BUILTINS], message: noIo },
            {
              group: [
                '@nestjs/*',
                'typeorm',
                'pg',
                'kafkajs',
                'ioredis',
                '@segue/bus',
                '@segue/store',
                '@segue/service',
                '@segue/pages',
                '../*.store',
                '../*.consumer',
              ],
              message: 'The domain may import contracts and pure libs only.',
            },
          ],
        },
      ],
    },
  },
  {
    // The tables of a feature are known to its stores and readers alone.
    files: ['services/*/src/**/*.ts'],
    ignores: ['**/*.store.ts', '**/*.reader.ts', '**/migrations/**', '**/*.spec.ts', '**/*-spec.ts', '**/domain/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: `TemplateElement[value.raw=${SQL}]`, message: noSql },
        { selector: `Literal[value=${SQL}]`, message: noSql },
      ],
    },
  },
  {
    // A feature names its own tables, and those that scripts/lint/tables.cjs lets it read.
    files: ['services/*/src/**/*.ts'],
    ignores: ['**/migrations/**', '**/*.spec.ts', '**/*-spec.ts', '**/domain/**'],
    plugins: { segue: { rules: { 'table-owner': tables.tableOwner } } },
    rules: { 'segue/table-owner': 'error' },
  },
  { files: ['**/*.spec.ts', '**/*-spec.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  prettier,
  {
    // Prettier wraps code, not comments.
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs', '**/*.cjs'],
    rules: { 'max-len': ['error', { code: 10_000, comments: 100, ignoreUrls: true }] },
  },
];
