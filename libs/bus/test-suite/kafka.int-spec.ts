import { openBus } from '../src/open';
import { describeWith } from '@segue/testing';
import { busContract } from './contract';

describeWith('kafka', 'the bus on Kafka', (kafka) => {
  busContract(() => ({ open: () => openBus({ kafkaBrokers: kafka().brokers, clientId: 'contract' }) }));
});
