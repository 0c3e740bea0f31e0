// Builds the console's pages to dist/console-web. `npx vite services/console/web` serves them while they are worked on, with a running server behind.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { weightLimit } from './weight.cjs';

const root = import.meta.dirname;
const server = process.env.SEGUE_SERVER ?? 'http://localhost:3000';

/**
 * Packages in chunks of their own, which browsers keep over releases of ours. Charts are fetched by
 * the pages that draw one.
 */
const PACKAGES = [
  { name: 'react', test: /node_modules\/(react|react-dom|react-router|scheduler)\//, priority: 2 },
  // The words of the language that not every page needs, in one piece.
  { name: 'chinese', test: /\/src\/.*\.zh\.ts$/, priority: 2 },
  { name: 'charts', test: /node_modules\/(echarts|zrender)\//, priority: 2 },
  {
    name: 'antd',
    test: /node_modules\/(antd|@ant-design|@rc-component)\//,
    priority: 1,
    // Each page fetches the components that it shows; pieces below this size go together.
    entriesAware: true,
    entriesAwareMergeThreshold: 20_000,
  },
];

/** Bytes of script after gzip, by page. Pages with a table need more. */
const WEIGHTS = { limits: { HomePage: 350_000, CustomerPage: 350_000 }, otherwise: 420_000 };

export default defineConfig(({ command }) => {
  // What is built is for users, also where a test or a shell names another environment.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root,
    plugins: [react(), weightLimit(WEIGHTS)],
    resolve: {
      alias: {
        '@segue/rules/describe': resolve(root, '../../../libs/rules/src/phrases/describe.ts'),
        '@segue/rules/schema.json': resolve(root, '../../../docs/rule.schema.json'),
      },
    },
    build: {
      outDir: resolve(root, '../../../dist/console-web'),
      emptyOutDir: true,
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        output: {
          codeSplitting: { groups: PACKAGES },
          // A piece that several pages share would be named after all of them.
          chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        },
      },
    },
    server: { proxy: { '^/(api|session|start)': server } },
  };
});
