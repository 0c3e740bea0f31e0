import { defineService } from '@segue/service';
import { ConsoleConfig } from './config';
import { ConsoleModule } from './console.module';
import { type DemoHost, NO_DEMO } from './demo.host';
import { Console1700000000001 } from './migrations/1-console';

export type { DemoHost } from './demo.host';
export { startLink } from './start-link';

/** What people see: the pages, sign-in, the live feed; and one address for services that run by themselves. */
export const consoleWith = (demo: DemoHost) =>
  defineService({
    name: 'console',
    config: ConsoleConfig,
    migrations: [Console1700000000001],
    entities: [],
    input: null,
    output: null,
    module: (context) => ConsoleModule.register(context, demo),
  });

export const consoleService = consoleWith(NO_DEMO);
