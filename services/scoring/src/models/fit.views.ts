// A fit of models and its figures in the API.
import { ApiProperty } from '@nestjs/swagger';
import {
  type CalibrationBand,
  type Captured,
  type Comparison,
  type Figures,
  type Interval,
  MARGIN,
  type ValueModel,
  dayNamed,
} from '@segue/valuation';
import { type FittedVersion, VERDICTS, type Verdict } from './domain/model-version';

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

export class FitView {
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

export function fitView(fit: FittedVersion): FitView {
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
