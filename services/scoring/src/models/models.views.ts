// Model versions in the API: times as ISO 8601, days as YYYY-MM-DD, money in minor units.
import { ApiProperty } from '@nestjs/swagger';
import { iso } from '@segue/service';
import {
  type CalibrationBand,
  type Captured,
  type Comparison,
  type Figures,
  type Interval,
  MARGIN,
  PURCHASE_MODELS,
  type PurchaseModel,
  type ValueModel,
  dayNamed,
  purchaseModelOf,
} from '@segue/valuation';
import { parametersOf } from './domain/live-model';
import {
  LEAST_REPEATERS_LIVE,
  type FittedVersion,
  type ModelOrigin,
  type ModelVersion,
  VERDICTS,
  type Verdict,
} from './domain/model-version';

class WindowView {
  @ApiProperty({ format: 'date', description: 'when the store had its first customers' }) first!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date', description: 'the last day that compared models saw' })
  split!: string | null;
  @ApiProperty({ format: 'date' }) last!: string;
}

class IntervalView implements Interval {
  @ApiProperty() value!: number;
  @ApiProperty() low!: number;
  @ApiProperty() high!: number;
}

class HeldOutView {
  @ApiProperty() bgnbd!: number;
  @ApiProperty() mbgnbd!: number;
  @ApiProperty() nbd!: number;
  @ApiProperty({ description: 'of what was spent (Gamma-Gamma)' }) spend!: number;
}

class BandView implements CalibrationBand {
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'purchases, mean' }) expected!: number;
  @ApiProperty({ description: 'purchases, mean' }) actual!: number;
}

class CapturedView implements Captured {
  @ApiProperty() model!: number;
  @ApiProperty() spend!: number;
  @ApiProperty() rfm!: number;
  @ApiProperty() recency!: number;
  @ApiProperty({ description: 'the most that any ranking could hold' }) foresight!: number;
}

class FiguresView implements Figures {
  @ApiProperty({ description: 'customers followed after the split, at most 5,000' }) customers!: number;
  @ApiProperty({ description: 'weeks after the split' }) weeks!: number;
  @ApiProperty({ description: 'purchases of all of them' }) expected!: number;
  @ApiProperty() actual!: number;
  @ApiProperty({ type: [BandView], description: 'by expected purchases, lowest first' }) deciles!: BandView[];
  @ApiProperty({
    type: CapturedView,
    nullable: true,
    description: 'share of later revenue that the best fifth by each ranking held',
  })
  captured!: CapturedView | null;
}

class ComparisonView implements Comparison {
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'log-likelihood of what came after the split' }) candidate!: number;
  @ApiProperty() live!: number;
  @ApiProperty({
    description: `what the candidate must be better by: ${MARGIN.total}, or ${MARGIN.perCustomer} a customer`,
  })
  margin!: number;
  @ApiProperty() isBetter!: boolean;
}

class FitView {
  @ApiProperty({ type: WindowView }) window!: WindowView;
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'customers with a second purchase' }) repeaters!: number;
  @ApiProperty({ description: 'days with a purchase' }) purchases!: number;
  @ApiProperty({ description: 'median gap between two purchases' }) gapWeeks!: number;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'standard errors of the parameters' })
  errors!: Omit<ValueModel, 'purchases'>;
  @ApiProperty({ type: IntervalView, description: 'purchases of a customer in the next 39 weeks, mean; 95 %' })
  expected!: Interval;
  @ApiProperty({
    type: HeldOutView,
    nullable: true,
    description: 'log-likelihood of what came after the split, by model',
  })
  heldOut!: HeldOutView | null;
  @ApiProperty({ type: FiguresView, nullable: true }) figures!: Figures | null;
  @ApiProperty({ type: ComparisonView, nullable: true, description: 'with the model that was live' })
  comparison!: Comparison | null;
  @ApiProperty({ enum: VERDICTS, description: 'why it went live by itself (better) or did not' }) verdict!: Verdict;
}

export class ModelView {
  @ApiProperty({ type: 'integer' }) number!: number;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ enum: ['fit', 'default', 'manual'] }) origin!: ModelOrigin;
  @ApiProperty() isLive!: boolean;
  @ApiProperty({ enum: PURCHASE_MODELS, description: 'the model of expected purchases' }) purchases!: PurchaseModel;
  @ApiProperty({ type: Object, additionalProperties: true, description: 'parameters by model, weeks' })
  parameters!: ValueModel;
  @ApiProperty({ type: FitView, nullable: true, description: 'null for a model that was not fitted here' })
  fit!: FitView | null;
}

export class ModelPage {
  @ApiProperty({ type: [ModelView], description: 'newest first' }) items!: ModelView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'number of the live version, where it is one' })
  live!: number | null;
  @ApiProperty({ description: 'a person went back to the live version: no fit replaces it by itself' }) held!: boolean;
  @ApiProperty({
    description: `no predictions yet: fewer than ${LEAST_REPEATERS_LIVE} customers have bought a second time`,
  })
  waits!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'the job of a fit that runs now' }) job!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'end of the last fit' })
  fittedAt!: string | null;
}

export class MadeLiveView {
  @ApiProperty({ type: 'integer' }) live!: number;
  @ApiProperty({ description: 'the job that judges customers again' }) job!: string;
}

export function modelView({ number, createdAt, origin, model, fit }: ModelVersion, live: number | null): ModelView {
  return {
    number,
    createdAt: iso(createdAt),
    origin,
    isLive: number === live,
    purchases: purchaseModelOf(model),
    parameters: parametersOf(model),
    fit: fit && fitView(fit),
  };
}

function fitView(fit: FittedVersion): FitView {
  const { customers, repeaters, purchases, errors, expected, figures, comparison, verdict, heldOut, window } = fit;
  return {
    ...{ customers, repeaters, purchases, errors, expected, figures, comparison, verdict },
    window: {
      first: dayNamed(window.first),
      split: window.split === null ? null : dayNamed(window.split),
      last: dayNamed(window.last),
    },
    gapWeeks: fit.gap,
    heldOut: heldOut && { ...heldOut.purchases, spend: heldOut.spend },
  };
}
