// The definition of a service, as `startServices` runs it: by itself in its own process, or beside
// the others in standalone.
import type { DynamicModule } from '@nestjs/common';
import type { Topic } from '@segue/contracts';
import type { Migration } from '@segue/store';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ServiceConfig } from './config';
import type { ServiceContext } from './context';
import type { ServiceInput } from './input';

export interface ServiceDefinition<C extends ServiceConfig = ServiceConfig> {
  /** Lower-case word: the Postgres schema, the consumer group, and `/api/status/<name>`. */
  name: string;
  config: new () => C;
  migrations: readonly Migration[];
  entities: readonly EntityTarget<ObjectLiteral>[];
  inputs: readonly ServiceInput[];
  /**
   * The topic to which time marks are forwarded once everything before them is done; null for none.
   */
  output: Pick<Topic<never>, 'name'> | null;
  module(context: ServiceContext<C>): DynamicModule;
}

// Definitions of services with different configurations stand in one list.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyService = ServiceDefinition<any>;

/**
 * Returns the definition. @throws {Error} for a name that is not a lower-case word, or two timed
 * inputs.
 */
export function defineService<C extends ServiceConfig>(given: ServiceDefinition<C>): ServiceDefinition<C> {
  if (!/^[a-z][a-z0-9_]*$/.test(given.name)) throw new Error(`a service's name is a lower-case word: ${given.name}`);
  if (given.inputs.filter(({ timed }) => timed).length > 1) throw new Error(`${given.name} has two timed inputs`);
  return given;
}
