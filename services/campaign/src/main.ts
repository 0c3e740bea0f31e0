import { startServices } from '@segue/service';
import { campaign } from './index';

void startServices([campaign]);
