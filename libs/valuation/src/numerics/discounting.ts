// What later purchases are worth today.
import { overPanel } from './quadrature';

const WEEKS_A_YEAR = 365.25 / 7;
const PANEL_WEEKS = 20;
/**
 * The first panel is parted at a quarter of itself so many times: E(t) bends at about α + T and at
 * the first dropouts, hours from now for a fresh customer of a lively shop.
 */
const GRADES = 6;

/**
 * Purchases of a horizon (none of one that is not ahead), each discounted from its time to now: ∫₀ᴴ
 * e^(−δt) E′(t) dt with e^δ = 1 + the yearly rate, by parts e^(−δH) E(H) + δ ∫₀ᴴ e^(−δt) E(t) dt.
 * (Fader, Hardie & Lee 2005, "RFM and CLV", take the same over an endless horizon.)
 * @param expected E(t), the expected purchases of the next t weeks.
 */
export function discountedPurchases(
  expected: (weeks: number) => number,
  horizonWeeks: number,
  yearlyRate: number,
): number {
  if (horizonWeeks <= 0) return 0;
  const delta = Math.log1p(yearlyRate) / WEEKS_A_YEAR;
  const held = integral((t) => Math.exp(-delta * t) * expected(t), horizonWeeks);
  return Math.exp(-delta * horizonWeeks) * expected(horizonWeeks) + delta * held;
}

function integral(f: (t: number) => number, to: number): number {
  const panels = Math.ceil(to / PANEL_WEEKS);
  const width = to / panels;
  let sum = 0;
  for (let panel = 1; panel < panels; panel++) sum += overPanel(f, panel * width, (panel + 1) * width);
  let end = width;
  for (let grade = 0; grade < GRADES; grade++, end /= 4) sum += overPanel(f, end / 4, end);
  return sum + overPanel(f, 0, end);
}
