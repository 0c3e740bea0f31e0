// All services in one process on one port, on the embedded parts unless real ones are given.
import { campaign } from '@segue/campaign';
import { delivery } from '@segue/delivery';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';
import { startServices } from '@segue/service';

void startServices([ingestion, profile, scoring, campaign, delivery]);
