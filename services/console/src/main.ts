import { startServices } from '@segue/service';
import { consoleService, showStartLink } from './index';

async function main(): Promise<void> {
  await showStartLink(await startServices([consoleService]));
}

void main();
