// How standings look from outside: times as ISO 8601, money in minor units.
import type { Rule } from '@segue/rules';
import { IsVisible, MayBeAbsent, iso } from '@segue/service';
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsObject, IsString, Length, MaxLength } from 'class-validator';
import type { UpcomingChange } from './standings/domain/changes';
import type { Rulebook, Settings } from './rulebook/domain/rulebook';
import { dueAt } from './score/domain/standing';
import type { CurvePoint, Explained, TransitionRow } from './standings/standing.reader';

export class DraftBody {
  @ApiPropertyOptional({ maxLength: 200 })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  name?: string;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description: 'a rule, version 1: docs/rules.md tells what it can ask, docs/rule.schema.json is its JSON Schema',
    example: { version: 1, when: { kind: 'number', name: 'spend', is: 'atLeast', value: 10_000 } },
  })
  @IsObject()
  rule!: Record<string, unknown>;
}

export class SegmentBody extends OmitType(DraftBody, ['name']) {
  @ApiProperty({ minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @IsVisible()
  name!: string;
}

export class SegmentView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: Object, additionalProperties: true }) rule!: Rule;
  @ApiProperty({ description: 'of the rulebook in which it was last edited' }) version!: number;
  @ApiProperty() customers!: number;
  @ApiProperty({
    description: 'saved before rules had bounds, and beyond them: it holds for nobody until it is mended',
  })
  tooLarge!: boolean;
}

export class CountView {
  @ApiProperty() matching!: number;
  @ApiProperty() looked!: number;
  @ApiProperty() population!: number;
  @ApiProperty() exact!: boolean;
  @ApiProperty({ description: 'half the width of the 95 % interval, customers' }) error!: number;
}

export class MemberPage {
  @ApiProperty({ type: [String] }) items!: string[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class TierCountsView {
  @ApiProperty({ description: 'net margin of 12 months that makes an MVC, minor units' }) a!: number;
  @ApiProperty({ description: 'expected revenue of 39 weeks that makes an MGC, minor units' }) b!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) tiers!: Record<string, number>;
  @ApiProperty({ description: 'customers that wait to be judged again; counted up to 1,000' }) overdue!: number;
}

export class TiersPreviewView {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } }) tiers!: Record<string, number>;
  @ApiProperty() looked!: number;
  @ApiProperty() population!: number;
}

export class MoveView {
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty() to!: string;
  @ApiProperty() customers!: number;
}

export class FlowView {
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ type: [MoveView] }) moves!: MoveView[];
}

export class NextChangeView {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['tier', 'entered', 'left'] }) kind!: UpcomingChange['kind'];
  @ApiProperty({ description: "the scheme's or the segment's id" }) subject!: string;
  @ApiProperty({ type: String, nullable: true, description: 'of a tier' }) from!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'of a tier' }) to!: string | null;
}

export class UpcomingView {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: NextChangeView, nullable: true, description: 'null where only a look is due, not a change' })
  change!: NextChangeView | null;
}

export class MembersView {
  @ApiProperty({ type: [String], description: "customers' ids" }) items!: string[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
  @ApiProperty({ description: 'how many there are in all; exact' }) total!: number;
}

export class VersionView {
  @ApiProperty() kind!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ format: 'date-time' }) takenAt!: string;
}

/** What the store's configuration says; it changes with a restart only. */
export class BrandView {
  @ApiProperty({ description: 'ISO 4217: of all money that is summed up' }) currency!: string;
  @ApiProperty({ description: 'IANA: where days begin' }) zone!: string;
  @ApiProperty({ type: String, nullable: true, description: 'ISO 3166-1: of phone numbers without a prefix' })
  country!: string | null;
  @ApiProperty({
    description: 'whether a file of rates values orders in other currencies; without one they are not valued',
  })
  hasRates!: boolean;
}

export class SettingsView {
  @ApiProperty({ type: BrandView }) brand!: BrandView;
  @ApiProperty({ type: Object, additionalProperties: true }) economics!: Settings['economics'];
  @ApiProperty({ type: Object, additionalProperties: true }) value!: Settings['value'];
  @ApiProperty({ type: Object, additionalProperties: true }) rfm!: Settings['rfm'];
  @ApiProperty({ type: Object, additionalProperties: true }) model!: Settings['model'];
  @ApiProperty({ type: [VersionView] }) versions!: VersionView[];
}

export class StartedJobView {
  @ApiProperty({ description: 'see /api/jobs' }) job!: string;
}

export class TierStandingView {
  @ApiProperty() scheme!: string;
  @ApiProperty() tier!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'when it changes if nothing happens' })
  until!: string | null;
}

export class SegmentStandingView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) until!: string | null;
  @ApiProperty({ type: Object, isArray: true, description: 'the leaves that decide, with their values' })
  because!: unknown;
}

export class StandingView {
  @ApiProperty() customer!: string;
  @ApiProperty({ format: 'date-time' }) asOf!: string;
  @ApiProperty({ format: 'date-time', description: 'the last instant at which a touchpoint or a due time was judged' })
  judgedAt!: string;
  @ApiProperty({ description: 'of the next 39 weeks, minor units' }) expectedRevenue!: number;
  @ApiProperty({ description: 'of the last 12 months, minor units' }) netMargin!: number;
  @ApiProperty({ description: 'MBG/NBD' }) pAlive!: number;
  @ApiProperty({ type: [TierStandingView] }) tiers!: TierStandingView[];
  @ApiProperty({ type: Object, isArray: true, description: 'what decided the value tier' }) because!: unknown;
  @ApiProperty({ type: [SegmentStandingView] }) segments!: SegmentStandingView[];
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) nextChange!: string | null;
  @ApiProperty({
    type: [NextChangeView],
    description: 'what changes next if nothing happens, soonest first: up to 20 of one customer, one in lists',
  })
  changes!: NextChangeView[];
}

export class CurvePointView {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() expectedRevenue!: number;
  @ApiProperty() pAlive!: number;
  @ApiProperty() netMargin!: number;
  @ApiProperty() tier!: string;
}

export class CurveView {
  @ApiProperty({ format: 'date-time', description: 'points after this are as it will be if nothing is bought' })
  now!: string;
  @ApiProperty({ description: 'cut-off of MVC on the net margin' }) a!: number;
  @ApiProperty({ description: 'cut-off of MGC on the expected revenue' }) b!: number;
  @ApiProperty({ type: [CurvePointView] }) points!: CurvePointView[];
}

export class TransitionView {
  @ApiProperty({ description: 'as it was called then: that id may have ended in another since' }) customer!: string;
  @ApiProperty({ description: 'counts per `customer`' }) number!: number;
  @ApiProperty() kind!: string;
  @ApiProperty() subject!: string;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
  @ApiProperty({
    description:
      'of a segment and of a value tier: the comparisons that decide, with their values; of an RFM name: the scores; of a touchpoint: its properties',
    oneOf: [
      { type: 'array', items: { type: 'object', additionalProperties: true } },
      { type: 'object', additionalProperties: true, nullable: true },
    ],
  })
  because!: unknown;
  @ApiProperty({ type: Object, nullable: true, additionalProperties: true, description: 'kind, id, depth' })
  cause!: unknown;
  @ApiProperty() origin!: string;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
}

export class TransitionPage {
  @ApiProperty({ type: [TransitionView] }) items!: TransitionView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export function standingView({ customer, standing, sight, held, changes }: Explained, book: Rulebook): StandingView {
  const { expectedRevenue, net, pAlive, value } = sight.worth;
  const names = new Map(book.segments.map((segment) => [segment.id, segment.name]));
  return {
    customer,
    asOf: iso(sight.now),
    judgedAt: iso(standing.judgedAt),
    expectedRevenue,
    netMargin: net,
    pAlive,
    tiers: Object.entries(standing.tiers).map(([scheme, { tier, flip }]) => ({
      scheme,
      tier,
      until: iso(flip?.at ?? null),
    })),
    because: value.because,
    segments: Object.entries(held).map(([id, { because, until }]) => ({
      id,
      name: names.get(id) ?? id,
      until: iso(until),
      because,
    })),
    nextChange: iso(dueAt(standing)),
    changes: changes.map(nextChangeView),
  };
}

export const nextChangeView = (change: UpcomingChange): NextChangeView => ({ ...change, at: iso(change.at) });

export function curveView(points: readonly CurvePoint[], now: number, book: Rulebook): CurveView {
  return {
    now: iso(now),
    ...book.settings.value,
    points: points.map(({ at, net, ...rest }) => ({ ...rest, at: iso(at), netMargin: net })),
  };
}

export function transitionView({ customer, transition }: TransitionRow): TransitionView {
  const { number, kind, subject, from, to, because, cause, origin, occurredAt, recordedAt } = transition;
  return {
    customer,
    number,
    kind,
    subject,
    from,
    to,
    because,
    cause,
    origin,
    occurredAt: iso(occurredAt),
    recordedAt: iso(recordedAt),
  };
}
