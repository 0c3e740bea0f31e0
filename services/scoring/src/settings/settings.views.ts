// Settings in the API.
import type { ValueSettings } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';
import type { Settings } from '../rulebook/domain/rulebook';

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

export class SettingsView implements ValueSettings {
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
