// Model versions in the API: times as ISO 8601, days as YYYY-MM-DD, money in minor units.
import { ApiProperty } from '@nestjs/swagger';
import { iso } from '@segue/service';
import { PURCHASE_MODELS, type PurchaseModel, type ValueModel, purchaseModelOf } from '@segue/valuation';
import { parametersOf } from './domain/live-model';
import { LEAST_REPEATERS_LIVE, type ModelOrigin, type ModelVersion } from './domain/model-version';
import { FitView, fitView } from './fit.views';

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
