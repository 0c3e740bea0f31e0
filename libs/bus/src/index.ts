export * from './batch';
export * from './bus';
export { UnknownTopic } from './limits';
export { type Log, type LogLevel, stderrLog } from './log';
export { type BusOptions, openBus } from './open';
export { KIND, MARK, markOutgoing, toOutgoing, topicSpecs } from './outgoing';
export { partitionOf } from './partitioner';
