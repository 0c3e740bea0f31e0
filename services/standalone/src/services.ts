// The services that handle customers' data, in the order of a touchpoint's way. A new service is
// named here once; the console is added by each composition.
import { campaign } from '@segue/campaign';
import { delivery } from '@segue/delivery';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';

export const SERVICES = [ingestion, profile, scoring, campaign, delivery] as const;
