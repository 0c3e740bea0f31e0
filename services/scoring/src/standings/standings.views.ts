// Standings in the API: times as ISO 8601, money in minor units.
import type { CustomerStanding } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { iso } from '@segue/service';
import { LEAST_REPEATERS_LIVE } from '../models/domain/model-version';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { dueAt } from '../score/domain/standing.state';
import type { UpcomingChange } from './domain/changes';
import type { Explained } from './domain/explained';
import type { Missing } from './domain/missing';

export class NextChangeView {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['tier', 'entered', 'left'] }) kind!: UpcomingChange['kind'];
  @ApiProperty({ description: "the scheme's or the segment's id" }) subject!: string;
  @ApiProperty({ type: String, nullable: true, description: 'of a tier' }) from!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'of a tier' }) to!: string | null;
}

class TierStandingView {
  @ApiProperty() scheme!: string;
  @ApiProperty() tier!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'when it changes if nothing happens' })
  until!: string | null;
}

class SegmentStandingView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) until!: string | null;
  @ApiProperty({ type: Object, isArray: true, description: 'the leaves that decide, with their values' })
  because!: unknown;
}

class PredictionView {
  @ApiProperty({ description: 'of the next 39 weeks, minor units' }) expectedRevenue!: number;
  @ApiProperty({ description: 'MBG/NBD' }) pAlive!: number;
}

class MissingView {
  @ApiProperty({ enum: ['keeps', 'reaches'], description: 'keeps: beyond the instant at which it would fall' })
  kind!: Missing['kind'];
  @ApiProperty({ description: 'of the scheme `value`' }) tier!: string;
  @ApiProperty({ description: 'the least total of one order made now, minor units; 1 where any order does' })
  amount!: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'of `keeps`: when it would fall' })
  fallsAt!: string | null;
}

class ByHandView {
  @ApiProperty() reason!: string;
  @ApiProperty({ description: 'the user who gave it' }) by!: string;
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ format: 'date-time' }) until!: string;
}

export class StandingView implements CustomerStanding {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) asOf!: string;
  @ApiProperty({ format: 'date-time', description: 'the last instant at which a touchpoint or a due time was judged' })
  judgedAt!: string;
  @ApiProperty({
    type: PredictionView,
    nullable: true,
    description: `null until ${LEAST_REPEATERS_LIVE} customers have bought a second time: no tier and no rule reads it`,
  })
  prediction!: PredictionView | null;
  @ApiProperty({ type: String, nullable: true, format: 'date', description: 'the last day with an order' })
  lastOrderDay!: string | null;
  @ApiProperty({ type: 'integer' }) orders!: number;
  @ApiProperty({ description: 'of all orders less refunds, minor units' }) spend!: number;
  @ApiProperty({ description: 'as in `prediction`; not to be shown where that is null' }) expectedRevenue!: number;
  @ApiProperty({ description: 'of the last 12 months, minor units' }) netMargin!: number;
  @ApiProperty({ description: 'as in `prediction`; not to be shown where that is null' }) pAlive!: number;
  @ApiProperty({ type: [TierStandingView] }) tiers!: TierStandingView[];
  @ApiProperty({ type: ByHandView, nullable: true, description: 'null where the scheme decides the value tier' })
  byHand!: ByHandView | null;
  @ApiProperty({ type: Object, isArray: true, description: 'what decided the value tier' }) because!: unknown;
  @ApiProperty({ type: [SegmentStandingView] }) segments!: SegmentStandingView[];
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) nextChange!: string | null;
  @ApiProperty({
    type: [NextChangeView],
    description: 'what changes next if nothing happens, soonest first: up to 20 of one customer, one in lists',
  })
  changes!: NextChangeView[];
  @ApiProperty({
    type: [MissingView],
    description: 'what one order would have to come to, to keep the value tier or to reach the next; empty in lists',
  })
  missing!: MissingView[];
}

export function standingView(
  { customer, standing, view, held, changes }: Explained,
  book: Rulebook,
  missing: readonly Missing[] = [],
): StandingView {
  const { expectedRevenue, net, pAlive, value, byHand, isPredicted, lastOrderDay, numbers } = view.worth;
  const names = new Map(book.segments.map((segment) => [segment.id, segment.name]));
  return {
    customer,
    asOf: iso(view.now),
    judgedAt: iso(standing.judgedAt),
    prediction: isPredicted ? { expectedRevenue, pAlive } : null,
    lastOrderDay,
    orders: numbers.orders.value,
    spend: numbers.spend.value,
    expectedRevenue,
    netMargin: net,
    pAlive,
    tiers: Object.entries(standing.tiers).map(([scheme, { tier, next }]) => ({
      scheme,
      tier,
      until: iso(next?.at ?? null),
    })),
    byHand: byHand && { reason: byHand.reason, by: byHand.by, since: iso(byHand.at), until: iso(byHand.until) },
    because: value.because,
    segments: Object.entries(held).map(([id, { because, until }]) => ({
      id,
      name: names.get(id) ?? id,
      until: iso(until),
      because,
    })),
    nextChange: iso(dueAt(standing)),
    changes: changes.map(nextChangeView),
    missing: missing.map((one) => ({ ...one, fallsAt: iso(one.fallsAt) })),
  };
}

export const nextChangeView = (change: UpcomingChange): NextChangeView => ({ ...change, at: iso(change.at) });
