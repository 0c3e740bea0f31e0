// The time from the acceptance of a touchpoint to each stage, as the services report it: quantiles
// of the last five minutes. Pure.
import type { Health, Quantiles } from '../../../api/types';

export const STAGES = ['profile', 'scoring', 'campaign', 'delivery'] as const;
export type Stage = (typeof STAGES)[number];

export interface StageLatency extends Quantiles {
  stage: Stage;
}

/** The aim from acceptance to the action, milliseconds. */
export const AIM_MS = 1_000;

/** Returns the stages that live touchpoints reached in the last five minutes. */
export function latencies({ services }: Pick<Health, 'services'>): StageLatency[] {
  return STAGES.flatMap((stage) => {
    const measured = services.find(({ service }) => service === stage)?.status?.stages[stage];
    return measured !== undefined && measured.count > 0 ? [{ stage, ...measured }] : [];
  });
}

export interface Reading {
  /** When the services reported, UTC ms. */
  at: number;
  /** 95th percentile, milliseconds. A stage that no touchpoint reached is absent. */
  p95: Partial<Record<Stage, number>>;
}

export const readingOf = (health: Pick<Health, 'services'>, at: number): Reading => ({
  at,
  p95: Object.fromEntries(latencies(health).map(({ stage, p95 }) => [stage, p95])),
});

/** The services count in slots of this length: more readings would show nothing new. */
const EVERY_MS = 10_000;
const KEPT_MS = 30 * 60_000;

/** Returns the readings with one more; at most one every ten seconds, of the last 30 minutes. */
export function withReading(readings: readonly Reading[], reading: Reading): readonly Reading[] {
  const last = readings.at(-1);
  if (last !== undefined && reading.at - last.at < EVERY_MS) return readings;
  return [...readings.filter(({ at }) => reading.at - at <= KEPT_MS), reading];
}
