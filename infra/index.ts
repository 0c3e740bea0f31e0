export { type KafkaCluster, startCluster } from './kafka/cluster';
export { canRunKafka } from './kafka/jars';
export { type KafkaAccess, type KafkaOptions, kafkaSource } from './kafka/kafka';
export { isAlive, locked } from './kept-process';
export type { Running, Source } from './parts';
export { dataDir, nodeFlags, projectRoot } from './place';
export { freePorts } from './ports';
export { run } from './programs';
export { type RedisAccess, type RedisOptions, redisSource } from './redis/redis';
