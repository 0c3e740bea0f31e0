// The true dates of the CDNOW sample through the public API, against a plain fold of the file and
// the published values.
import { describeWith } from '@segue/testing';
import { type OrderRow, orderEvents } from '@segue/order-files';
import { SegueClient, replay } from '@segue/replay';
import { startOfDay } from '@segue/valuation';
import { cdnowRows } from './src/lives';
import { System } from './src/system';

const CALIBRATION_END = '1997-09-30';

interface Standing {
  expectedRevenue: number;
  pAlive: number;
}
interface Profile {
  orders: number;
  money: { gross: number };
  purchaseDays: { count: number; first: string; last: string; repeatSpend: number };
}

describeWith('postgres', 'CDNOW on its true dates', () => {
  // A zone with daylight saving time and one without.
  it.each(['America/New_York', 'UTC'])(
    'has the facts of the file and the published scores in %s',
    async (zone) => {
      const system = await System.standalone({ zone });
      try {
        const rows = cdnowRows();
        const events = orderEvents(rows, { zone, currency: 'USD', prefix: '' });
        const until = startOfDay(CALIBRATION_END, zone);
        await replay(new SegueClient(system.access), events, { markEveryMs: 7 * 86_400_000, until, handOver: false });
        await new SegueClient(system.access).markReached(until);

        // Fader, Hardie & Lee 2005 (BG/NBD) × Fader & Hardie 2013 (Gamma-Gamma), dollars of 39
        // weeks; P(alive) of MBG/NBD.
        await expectScores(system, '0001', 30.225567, 0.706138);
        await expectScores(system, '0002', 3.846654, 0.170951);
        await expectScores(system, '0003', 6.850964, 0.389723);

        const before = rows.filter((row) => row.day <= CALIBRATION_END);
        for (const customer of ['0001', '0002', '0003', '0100', '0777', '1516', '2357']) {
          expect(await profileOf(system, customer)).toEqual(foldOf(before.filter((row) => row.customer === customer)));
        }
      } finally {
        await system.close();
      }
    },
    240_000,
  );
});

async function expectScores(system: System, customer: string, dollars: number, pAlive: number): Promise<void> {
  const standing = (await system.clientOf('scoring').get(`/api/standings/userId:${customer}`)) as Standing;
  expect(Math.abs(standing.expectedRevenue / 100 - dollars)).toBeLessThan(1e-6);
  expect(Math.abs(standing.pAlive - pAlive)).toBeLessThan(1e-6);
}

async function profileOf(system: System, customer: string) {
  const { orders, money, purchaseDays } = (await system
    .clientOf('profile')
    .get(`/api/customers/userId:${customer}`)) as Profile;
  return { orders, gross: money.gross, ...purchaseDays };
}

/** Returns the file added up by plain code, in cents. */
function foldOf(rows: readonly OrderRow[]) {
  const cents = (dollars: string) => Math.round(Number(dollars) * 100);
  const days = [...new Set(rows.map((row) => row.day))].sort();
  const repeat = rows.filter((row) => row.day !== days[0]);
  return {
    orders: rows.length,
    gross: rows.reduce((sum, row) => sum + cents(row.total), 0),
    count: days.length,
    first: days[0],
    last: days.at(-1),
    repeatSpend: repeat.reduce((sum, row) => sum + cents(row.total), 0),
  };
}
