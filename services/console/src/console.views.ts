// Answers of the console's own API, as classes, so that OpenAPI and typed clients know their
// shapes. Times are ISO 8601, money is in minor units. Streams send one of these per event, as
// JSON.
import { ApiProperty } from '@nestjs/swagger';
import { StatusView } from '@segue/service';

export class ServiceHealthView {
  @ApiProperty() service!: string;
  @ApiProperty({ description: 'it did not answer' }) down!: boolean;
  @ApiProperty({
    type: StatusView,
    nullable: true,
    description: 'as /api/status/{service} says; null where it is down',
  })
  status!: StatusView | null;
}

export const DEMO_STAGES = ['setting up', 'loading history', 'playing', 'alive'] as const;
export type DemoStage = (typeof DEMO_STAGES)[number];

export class DemoView {
  @ApiProperty({ description: 'the store holds the demo and can be emptied by `DELETE /api/demo`' }) canLeave!: boolean;
  @ApiProperty({
    enum: [...DEMO_STAGES, null],
    type: String,
    nullable: true,
    description: 'null where no demo is at work',
  })
  stage!: DemoStage | null;
  @ApiProperty({ description: 'of the stage, 0 to 1' }) share!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'until the stage ends, milliseconds; null while unknown' })
  remainingMs!: number | null;
}

/** A customer that an order of this amount would bring to the best value tier, with a message. */
export class SuggestionView {
  @ApiProperty() customer!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) email!: string | null;
  @ApiProperty({ type: String, nullable: true }) city!: string | null;
  @ApiProperty({ description: 'the value tier now' }) tier!: string;
  @ApiProperty({ description: 'the value tier after it' }) to!: string;
  @ApiProperty({ description: 'minor units' }) amount!: number;
  @ApiProperty() currency!: string;
}

export class HealthView {
  @ApiProperty({ format: 'date-time', description: 'when it was asked' }) asOf!: string;
  @ApiProperty() healthy!: boolean;
  @ApiProperty({ type: [ServiceHealthView] }) services!: ServiceHealthView[];
}

class CommonStage {
  @ApiProperty({ description: 'milliseconds since the sale was sent' }) ms!: number;
}

export class TouchpointStage extends CommonStage {
  @ApiProperty({ enum: ['touchpoint'] }) stage!: 'touchpoint';
  @ApiProperty() id!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() amount!: number;
}

export class ProfileStage extends CommonStage {
  @ApiProperty({ enum: ['profile'] }) stage!: 'profile';
  @ApiProperty() orders!: number;
}

export class TierStage extends CommonStage {
  @ApiProperty({ enum: ['tier'] }) stage!: 'tier';
  @ApiProperty({ type: String, nullable: true }) before!: string | null;
  @ApiProperty({ type: String, nullable: true }) after!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'minor units; null while nothing is predicted' })
  expectedRevenue!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'null while nothing is predicted' }) pAlive!: number | null;
}

export class DecidedView {
  @ApiProperty() id!: string;
  @ApiProperty() campaign!: string;
  @ApiProperty() outcome!: string;
  @ApiProperty() reason!: string;
}

export class ActionStage extends CommonStage {
  @ApiProperty({ enum: ['action'] }) stage!: 'action';
  @ApiProperty({ type: [DecidedView], description: 'empty where no campaign had a reason' }) decisions!: DecidedView[];
}

export class LateStage extends CommonStage {
  @ApiProperty({ enum: ['late'] }) stage!: 'late';
  @ApiProperty({ enum: ['touchpoint', 'profile'], description: 'the last stage that was reached' })
  after!: 'touchpoint' | 'profile';
}

export class FailedStage {
  @ApiProperty({ enum: ['failed'] }) stage!: 'failed';
  @ApiProperty() code!: string;
}

export const STAGES = [TouchpointStage, ProfileStage, TierStage, ActionStage, LateStage, FailedStage] as const;
export type Stage = TouchpointStage | ProfileStage | TierStage | ActionStage | LateStage | FailedStage;
