// The line in the terminal that lets the first person in.
import type { RunningServices, ServiceContext } from '@segue/service';
import { AccessStore, FIRST_ADMIN } from './access.store';
import { type ConsoleConfig, publicUrlOf } from './config';

/** A link that signs the first admin in, once, within 24 hours. @throws {Error} when the console is not among these services. */
export async function startLink({ contexts }: Pick<RunningServices, 'contexts'>): Promise<string> {
  const context = contexts.find(({ name }) => name === 'console') as ServiceContext<ConsoleConfig> | undefined;
  if (context === undefined) throw new Error('the console is not run by this process');
  const code = await new AccessStore(context.db).mintCode(FIRST_ADMIN, context.clock.now());
  return `${publicUrlOf(context.config)}/start/${code}`;
}
