import { startServices } from '@segue/service';
import { ingestion } from './';

void startServices([ingestion]);
