// Sends COUNT events through @rudderstack/rudder-sdk-node; prints the numbers that it reported as
// failed.
const Analytics = require('@rudderstack/rudder-sdk-node');
const { COUNT, EVERY_MS, SEGUE_URL, WRITE_KEY } = process.env;

const options = { dataPlaneUrl: SEGUE_URL, flushAt: 5, flushInterval: 500, errorHandler: () => undefined };
const analytics = new Analytics(WRITE_KEY, options);
const failed = [];
let open = Number(COUNT);

async function run() {
  for (let n = 0; n < Number(COUNT); n++) {
    const done = (error) => {
      open--;
      if (error) failed.push(n);
    };
    analytics.track({ userId: WRITE_KEY, event: 'Seen', properties: { n } }, done);
    await new Promise((resolve) => setTimeout(resolve, Number(EVERY_MS)));
  }
  for (let tries = 0; open > 0 && tries < 600; tries++) {
    analytics.flush(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(JSON.stringify(failed));
  process.exit();
}
void run();
