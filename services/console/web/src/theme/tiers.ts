// The value tiers in their order, and their colours: one ordered palette for light and one for
// dark. A word goes with every colour.

export const TIERS = ['MVC', 'MGC', 'standard', 'BZ'] as const;
export type Tier = (typeof TIERS)[number];

const LIGHT: Record<Tier, string> = { MVC: '#0b5563', MGC: '#2a9d8f', standard: '#94a3b8', BZ: '#c2573a' };
const DARK: Record<Tier, string> = { MVC: '#a5f3e4', MGC: '#3db5a5', standard: '#64748b', BZ: '#e08a6d' };

export const isTier = (name: string | null | undefined): name is Tier => TIERS.includes(name as Tier);

export const tierColour = (tier: string, dark: boolean): string =>
  isTier(tier) ? (dark ? DARK : LIGHT)[tier] : dark ? '#475569' : '#cbd5e1';

const [PAPER, INK] = ['#ffffff', '#0f172a'];
const DARK_SURFACES: readonly string[] = ['#0b5563', '#c2573a', '#64748b'];

/** The colour of letters on the colour of a tier. */
export const inkOn = (tier: string, dark: boolean): string =>
  DARK_SURFACES.includes(tierColour(tier, dark)) ? PAPER : INK;

/** The rank of a tier; larger is better, 0 for no tier. */
export const rankOf = (tier: string | null): number => (isTier(tier) ? TIERS.length - TIERS.indexOf(tier) : 0);
