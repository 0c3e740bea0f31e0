#!/usr/bin/env bash
# kafkajs 2.2.4 with Kafka 4.1.0: while the handler of one partition works, messages that arrive in
# the other partitions of the same broker are not fetched, even where `partitionsConsumedConcurrently`
# leaves workers idle.
#
# The option lets several partitions of one fetch be handled at the same time. But a broker is asked
# again only when every batch of its last answer has been handled. So with two partitions and two
# workers, a message of partition 1 that is sent a second after a long call for partition 0 began is
# delivered when that call ends, not at once; and the time to fetch never overlaps with the time to
# handle. A second consumer of the same group, which has partition 1 to itself, gets it at once.
#
# Seen with Node 20.20.2: a call of 5 s delays the other partition's message by 4 s. Needs Java and
# Maven for the broker.
set -euo pipefail

folder=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || { kill -9 "$broker"; wait "$broker"; } 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --save-exact kafkajs@2.2.4 >/dev/null 2>&1

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>4.1.0</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
port=$((20000 + RANDOM % 10000))
cat > server.properties <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
log.dirs=$folder/log
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
PROPERTIES
java -cp 'jars/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties >/dev/null 2>&1
java -Xmx256m -cp 'jars/*' kafka.Kafka server.properties >/dev/null 2>&1 &
broker=$!

cat > run.mjs <<'JS'
import kafkajs from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';

const LONG_MS = 5_000;
const kafka = new kafkajs.Kafka({
  brokers: [process.argv[2]],
  logLevel: kafkajs.logLevel.NOTHING,
  retry: { initialRetryTime: 300, retries: 12 },
});
const [admin, producer] = [kafka.admin(), kafka.producer()];
await admin.connect();
await producer.connect();

/** Returns by how many milliseconds the message of partition 1 is late beside a long call. */
async function delayWith(members) {
  const topic = `visits-${members}`;
  await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: true });
  let [began, sent, arrived] = [0, 0, 0];
  const consumers = Array.from({ length: members }, () => kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 }));
  for (const consumer of consumers) {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      partitionsConsumedConcurrently: 2,
      eachBatch: async ({ batch }) => {
        if (batch.partition === 1) arrived = performance.now();
        else {
          began = performance.now();
          await pause(LONG_MS);
        }
      },
    });
  }
  // Until every member has its partitions.
  await pause(6_000);
  await producer.send({ topic, messages: [{ partition: 0, value: 'long' }] });
  while (began === 0) await pause(10);
  await pause(1_000);
  sent = performance.now();
  await producer.send({ topic, messages: [{ partition: 1, value: 'short' }] });
  while (arrived === 0) await pause(10);
  await pause(LONG_MS);
  await Promise.all(consumers.map((consumer) => consumer.disconnect()));
  return arrived - sent;
}

const [one, two] = [await delayWith(1), await delayWith(2)];
console.log(`one consumer with two workers: ${Math.round(one)} ms; two consumers: ${Math.round(two)} ms`);
await Promise.all([admin.disconnect(), producer.disconnect()]);
process.exit(one > LONG_MS / 2 && two < LONG_MS / 5 ? 0 : 1);
JS
if timeout 120 node run.mjs "127.0.0.1:$port"; then
  echo 'as found: the other partition of the broker waits for the long call'
else
  echo 'this has changed'
  exit 1
fi
