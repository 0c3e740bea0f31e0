import { startServices } from '@segue/service';
import { consoleService, startLink } from './index';

async function main(): Promise<void> {
  const running = await startServices([consoleService]);
  process.stdout.write(`Open ${await startLink(running)}\n`);
}

void main();
