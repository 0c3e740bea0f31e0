import { describeWith } from '@segue/testing';
import { busContract } from './contract';

describeWith('kafka', 'the bus on Kafka', (kafka) => {
  busContract(() => ({ options: { kafkaBrokers: kafka().brokers } }));
});
