// The latest touchpoints that this process took in, for the live feed of the console. Kept in
// memory: after a start it is empty, and of several instances each shows its own.
import type { ProfileChanged } from '@segue/contracts';
import { Injectable } from '@nestjs/common';

export interface Recent {
  customer: string;
  identity: string;
  source: string;
  id: string;
  event: string;
  origin: string;
  occurredAt: number;
  recordedAt: number;
  simulated: boolean;
  channel: string | null;
}

/** Touchpoints of one history that came in one after another. */
export interface Wave {
  origin: string;
  touchpoints: number;
  /** Number of new customers. */
  customers: number;
  /** UTC milliseconds of the wall clock. */
  from: number;
  until: number;
}

const KEPT = 100;
const WAVES_KEPT = 10;
/** A history that pauses for longer counts as another one. */
const PAUSE_MS = 60_000;

@Injectable()
export class RecentTouchpoints {
  private recent: Recent[] = [];
  private waves: Wave[] = [];

  /** @param now UTC milliseconds of the wall clock. */
  note(profiles: readonly ProfileChanged[], now = Date.now()): void {
    this.noteHistory(profiles, now);
    const seen = profiles.slice(-KEPT).flatMap(({ customer, touchpoints }) =>
      touchpoints
        .slice(-KEPT)
        .map(({ identity, source, id, event, origin, occurredAt, recordedAt, context, properties }) => ({
          ...{ customer, identity, source, id, event, origin, occurredAt, recordedAt },
          simulated: context.simulated === true,
          channel: event.startsWith('Message ') && typeof properties.channel === 'string' ? properties.channel : null,
        })),
    );
    this.recent = [...this.recent, ...seen.sort((a, b) => a.recordedAt - b.recordedAt)].slice(-KEPT);
  }

  private noteHistory(profiles: readonly ProfileChanged[], now: number): void {
    for (const { version, touchpoints } of profiles) {
      for (const { origin } of touchpoints) if (origin !== 'live') this.wave(origin, now).touchpoints += 1;
      const origin = touchpoints[0]?.origin;
      if (version === 1 && origin !== undefined && origin !== 'live') this.wave(origin, now).customers += 1;
    }
  }

  private wave(origin: string, now: number): Wave {
    const last = this.waves.find((wave) => wave.origin === origin);
    if (last && now - last.until <= PAUSE_MS) {
      last.until = now;
      return last;
    }
    const fresh = { origin, touchpoints: 0, customers: 0, from: now, until: now };
    this.waves = [fresh, ...this.waves].slice(0, WAVES_KEPT);
    return fresh;
  }

  /** Newest first. */
  history(): readonly Wave[] {
    return this.waves;
  }

  /** Newest first. */
  latest(limit: number): Recent[] {
    return this.recent.slice(-limit).reverse();
  }
}
