import { defineService } from '@segue/service';
import { ConsoleConfig, placesOf } from './config';
import { ConsoleModule } from './console.module';
import { type DemoHost, NO_DEMO } from './demo.host';
import { NO_PLACES, type Places } from './domain/places';
import { Console1700000000001 } from './migrations/1-console';
import { Scope1700000000002 } from './migrations/2-scope';

export type { DemoHost, DemoState } from './demo.host';
export { PREFIXES } from './domain/places';
export { showStartLink, startLink } from './start-link';

/** Returns the console (pages, sign-in, live feed) for the process that runs all services. */
export const consoleBeside = (demo: DemoHost) => consoleWith(demo, () => NO_PLACES);

/** The console as a separate process, which is also the address of the separate services. */
export const consoleService = consoleWith(NO_DEMO, placesOf);

function consoleWith(demo: DemoHost, places: (config: ConsoleConfig) => Places) {
  return defineService({
    name: 'console',
    config: ConsoleConfig,
    migrations: [Console1700000000001, Scope1700000000002],
    entities: [],
    inputs: [],
    output: null,
    module: (context) => ConsoleModule.register(context, demo, places(context.config)),
  });
}
