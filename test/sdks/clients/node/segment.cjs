// Sends COUNT events through @segment/analytics-node; prints the numbers that it reported as
// failed.
const { Analytics } = require('@segment/analytics-node');
const { COUNT, EVERY_MS, SEGUE_URL, WRITE_KEY } = process.env;

const analytics = new Analytics({ writeKey: WRITE_KEY, host: SEGUE_URL, flushAt: 5, flushInterval: 500 });
const failed = [];
analytics.on('error', () => undefined);

async function run() {
  for (let n = 0; n < Number(COUNT); n++) {
    const done = (error) => error && failed.push(n);
    analytics.track({ userId: WRITE_KEY, event: 'Seen', properties: { n } }, done);
    await new Promise((resolve) => setTimeout(resolve, Number(EVERY_MS)));
  }
  await analytics.closeAndFlush({ timeout: 60_000 });
  console.log(JSON.stringify(failed));
}
void run();
