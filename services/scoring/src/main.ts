import { startServices } from '@segue/service';
import { scoring } from './index';

void startServices([scoring]);
