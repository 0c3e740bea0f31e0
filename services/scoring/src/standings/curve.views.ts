// The curve of a customer's value in the API.
import { ApiProperty } from '@nestjs/swagger';
import { iso } from '@segue/service';
import type { Rulebook } from '../rulebook/domain/rulebook';
import type { CurvePoint } from './domain/curve';

class CurvePointView {
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

export function curveView(points: readonly CurvePoint[], now: number, book: Rulebook): CurveView {
  return {
    now: iso(now),
    ...book.settings.value,
    points: points.map(({ at, net, ...rest }) => ({ ...rest, at: iso(at), netMargin: net })),
  };
}
