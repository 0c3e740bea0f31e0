import { startServices } from '@segue/service';
import { profile } from './index';

void startServices([profile]);
