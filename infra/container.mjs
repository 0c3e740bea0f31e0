// Runs one container in the foreground, like a server process: its log goes to stdout, SIGTERM
// stops and removes it, and this process ends with it. `keeper.mjs` starts it; the plan is the
// `ContainerPlan` of `docker.ts`.
import { spawnSync } from 'node:child_process';
import { GenericContainer, StartupCheckStrategy } from 'testcontainers';

/** Shorter than the keeper waits before it kills. */
const STOP_MS = 10_000;

const plan = JSON.parse(process.argv[2]);

/** Binds ports to the loopback address only, since Kafka and Redis run here without a login. */
class OwnContainer extends GenericContainer {
  async beforeContainerCreated() {
    for (const binding of Object.values(this.hostConfig.PortBindings).flat()) binding.HostIp = '127.0.0.1';
  }
}

/** Does not wait for the server; the process that starts it probes it. */
class Created extends StartupCheckStrategy {
  async checkStartupState() {
    return 'SUCCESS';
  }
}

// The keeper ends it, so it needs no reaper, which would be another image to pull.
const container = new OwnContainer(plan.image)
  .withName(plan.name)
  .withEnvironment(plan.env)
  .withExposedPorts(plan.port)
  .withAutoCleanup(false)
  .withWaitStrategy(new Created())
  .withLogConsumer((log) => log.on('end', () => void end(1)).pipe(process.stdout));
if (plan.command.length > 0) container.withCommand(plan.command);
if (plan.volume) container.withBindMounts([{ source: plan.volume.name, target: plan.volume.target }]);

// Testcontainers lets a process end while it follows a log.
setInterval(() => undefined, 60_000);
const started = container.start();
process.on('SIGTERM', () => void end(0));
started.catch((error) => {
  process.stdout.write(`${error.message}\n`);
  spawnSync('docker', ['logs', plan.name], { stdio: ['ignore', process.stdout.fd, process.stdout.fd] });
  void end(1);
});

async function end(code) {
  await started.then((running) => running.stop({ timeout: STOP_MS })).catch(remove);
  process.exit(code);
}

function remove() {
  spawnSync('docker', ['container', 'rm', '--force', '--volumes', plan.name], { stdio: 'ignore' });
}
