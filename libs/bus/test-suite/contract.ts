// The contract of a driver as tests, which every driver runs (`*.int-spec.ts` beside this file).
import type { Bus } from '../src/bus';
import type { Log } from '../src/log';
import { openBus } from '../src/open';
import { membershipCases } from './contract/membership';
import { pausingCases } from './contract/pausing';
import { publishingCases } from './contract/publishing';
import { redeliveryCases } from './contract/redelivery';
import { retentionCases } from './contract/retention';
import type { Driver } from './contract/scope';

export function busContract(driver: () => Driver): void {
  const opened: Bus[] = [];
  const open = (): Bus => {
    const bus = openBus({ clientId: 'contract', log: quietly, ...driver().options });
    opened.push(bus);
    return bus;
  };
  let current: Bus;
  beforeEach(() => {
    current = open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  }, 60_000);

  const scope = {
    get bus() {
      return current;
    },
    open,
    driver,
  };
  publishingCases(scope);
  redeliveryCases(scope);
  pausingCases(scope);
  membershipCases(scope);
  retentionCases(scope);
}

/** Prints only entries that the cases do not provoke. */
const quietly: Log = (level, text, fields) => {
  if (level === 'error') process.stderr.write(`${text} ${JSON.stringify(fields)}\n`);
};
