// The decorator of this service's batch handlers.
import { batchesOf } from '@segue/bus';

export const OnBatch = batchesOf('profile');
