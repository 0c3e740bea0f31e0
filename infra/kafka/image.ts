// A broker from the image apache/kafka, for machines with Docker but without Java.
import { canRunImage, containerProcess } from '../docker';
import type { HowToRun } from './broker';
import { type Settings, portOf, settingsOf } from './broker-settings';
import { kafkaVersion } from './jars';

/** The data folder of the image, owned by the user that it runs as. */
const DATA = '/var/lib/kafka/data';

const image = (): string => `apache/kafka:${kafkaVersion()}`;

export const canRunKafkaImage = (): boolean => canRunImage(image());

/**
 * Returns the process of a single broker; several would not find each other. It binds the same port
 * inside as outside, since it connects to itself at the address that it advertises. Its data is in
 * a volume named after the cluster, so that a new home folder does not get old data. The data of a
 * fresh one is removed with the container.
 */
export const runImage: HowToRun = async (plan) => {
  const name = `segue-kafka-${plan.clusterId}`;
  const port = portOf(plan);
  const memory = `-Xms${plan.heapMb}m -Xmx${plan.heapMb}m`;
  const settings = variablesOf(settingsOf(plan, { bind: '0.0.0.0', data: DATA }));
  return containerProcess({
    image: image(),
    name,
    env: { ...settings, CLUSTER_ID: plan.clusterId, KAFKA_HEAP_OPTS: memory },
    command: [],
    port: { container: port, host: port },
    ...(plan.fresh ? {} : { volume: { name, target: DATA } }),
  });
};

/**
 * Returns the settings as variables of the image: KAFKA_ and the name in capitals, with `_`
 * doubled, `-` tripled and `.` as `_`.
 */
export function variablesOf(settings: Settings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [variableFor(name), String(value)]));
}

const variableFor = (name: string): string =>
  `KAFKA_${name.replaceAll('_', '__').replaceAll('-', '___').replaceAll('.', '_').toUpperCase()}`;
