// What a service is, as `startServices` runs it: by itself in its own process, or beside the others
// in standalone.
import type { DynamicModule } from '@nestjs/common';
import type { Topic } from '@segue/contracts';
import type { Migration } from '@segue/store';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ServiceConfig } from './config';
import type { ServiceContext } from './context';

export interface ServiceDefinition<C extends ServiceConfig = ServiceConfig> {
  /** Lower-case word: the Postgres schema, the consumer group, and `/api/status/<name>`. */
  name: string;
  config: new () => C;
  migrations: readonly Migration[];
  entities: readonly EntityTarget<ObjectLiteral>[];
  /** The topic whose progress is the service's time; null if its time is the wall clock's. */
  input: Topic<never> | null;
  /**
   * The topic on which time marks are passed on once all before them is done; null if nobody
   * follows.
   */
  output: Topic<never> | null;
  module(context: ServiceContext<C>): DynamicModule;
}

type Given<C extends ServiceConfig> = Omit<ServiceDefinition<C>, 'input' | 'output'> & {
  // A topic of any message: what it carries is of no interest here.
  input: Pick<Topic<never>, 'name'> | null;
  output: Pick<Topic<never>, 'name'> | null;
};

export function defineService<C extends ServiceConfig>(given: Given<C>): ServiceDefinition<C> {
  if (!/^[a-z][a-z0-9_]*$/.test(given.name)) throw new Error(`a service's name is a lower-case word: ${given.name}`);
  return given as ServiceDefinition<C>;
}
