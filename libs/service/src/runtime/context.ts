// The context of a service module: its own database schema and time, and the parts that all
// services of the process share.
import type { Provider } from '@nestjs/common';
import type { Bus, Log } from '@segue/bus';
import type { Db, Speed } from '@segue/store';
import { DataSource } from 'typeorm';
import type { Clock } from '../time/clock';
import type { ServiceConfig } from './config';
import type { ServiceInput } from './input';
import { Health } from '../observability/health';
import { Jobs } from '../jobs/jobs';
import { StageLatency } from '../observability/latency';
import { Metrics } from '../observability/metrics';
import { Sealing } from '../security/sealing';
import { ServiceTime } from '../time/service-time';

export interface ServiceContext<C extends ServiceConfig = ServiceConfig> {
  name: string;
  inputs: readonly ServiceInput[];
  config: C;
  configClass: new () => C;
  /**
   * The admin's token, configured or from the data folder; tokens of people are signed with a key
   * derived from it.
   */
  adminToken: string;
  /** Seals secrets at rest, with the key of this deployment. */
  sealing: Sealing;
  db: Db;
  management: DataSource;
  bus: Bus;
  speed: Speed;
  clock: Clock;
  time: ServiceTime;
  stages: StageLatency;
  jobs: Jobs;
  health: Health;
  metrics: Metrics;
  log: Log;
}

export const DB = Symbol('Db');
export const BUS = Symbol('Bus');
export const SPEED = Symbol('Speed');
export const CLOCK = Symbol('Clock');
export const LOG = Symbol('Log');
/** The whole context, for factories of providers. */
export const CONTEXT = Symbol('ServiceContext');

/**
 * Returns the providers of one service's module. They belong to that module, so that in standalone
 * each service gets its own.
 */
export function providersOf<C extends ServiceConfig>(context: ServiceContext<C>): Provider[] {
  return [
    { provide: CONTEXT, useValue: context },
    { provide: context.configClass, useValue: context.config },
    { provide: DB, useValue: context.db },
    { provide: DataSource, useValue: context.management },
    { provide: BUS, useValue: context.bus },
    { provide: SPEED, useValue: context.speed },
    { provide: CLOCK, useValue: context.clock },
    { provide: LOG, useValue: context.log },
    { provide: ServiceTime, useValue: context.time },
    { provide: StageLatency, useValue: context.stages },
    { provide: Jobs, useValue: context.jobs },
    { provide: Health, useValue: context.health },
    { provide: Metrics, useValue: context.metrics },
    { provide: Sealing, useValue: context.sealing },
  ];
}
