export * from './columns';
export * from './db';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
export * from './kept-copy';
export * from './migrations';
export { type OpenDb, type PostgresOptions, openDb } from './postgres';
export * from './rules-version';
export * from './speed';
export * from './store';
