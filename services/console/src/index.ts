import { defineService } from '@segue/service';
import { ConsoleConfig } from './config';
import { ConsoleModule } from './console.module';
import { Console1700000000001 } from './migrations/1-console';

export { startLink } from './start-link';

/** What people see: the pages, sign-in, the live feed; and one address for services that run by themselves. */
export const consoleService = defineService({
  name: 'console',
  config: ConsoleConfig,
  migrations: [Console1700000000001],
  entities: [],
  input: null,
  output: null,
  module: (context) => ConsoleModule.register(context),
});
