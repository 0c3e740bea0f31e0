import { startServices } from '@segue/service';
import { delivery } from './index';

void startServices([delivery]);
