import { openBus } from '../src/open';
import { describeWith } from '@segue/testing';
import { busContract } from './contract';

describeWith('postgres', 'the embedded bus', (postgres) => {
  busContract(() => ({
    open: () => openBus({ databaseUrl: postgres().url, clientId: 'contract', schema: 'bus_contract' }),
  }));
});
