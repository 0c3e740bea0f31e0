import { describeWith } from '@segue/testing';
import { busContract } from './contract';

describeWith('postgres', 'the embedded bus', (postgres) => {
  busContract(() => ({ options: { databaseUrl: postgres().url, schema: 'bus_contract' } }));
});
