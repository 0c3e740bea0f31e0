// Builds the console's pages to dist/console-web. `npx vite services/console/web` serves them while they are worked on, with a running server behind.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;
const server = process.env.SEGUE_SERVER ?? 'http://localhost:3000';

export default defineConfig({
  root,
  plugins: [react()],
  resolve: { alias: { '@segue/rules/describe': resolve(root, '../../../libs/rules/src/describe.ts') } },
  build: { outDir: resolve(root, '../../../dist/console-web'), emptyOutDir: true, chunkSizeWarningLimit: 1500 },
  server: { proxy: { '^/(api|session|start)': server } },
});
