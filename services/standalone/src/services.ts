// The services that handle customers' data, in the order in which a touchpoint passes them. A new
// service is added here only; each composition adds the console.
import { campaign } from '@segue/campaign';
import { delivery } from '@segue/delivery';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';

export const SERVICES = [ingestion, profile, scoring, campaign, delivery] as const;
