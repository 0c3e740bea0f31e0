// Campaigns and their results as the API shows them.
import { Type } from '@sinclair/typebox';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { CampaignDraft, type CampaignState } from './domain/campaign';

const STATES = ['draft', 'running', 'paused', 'ended'] as const;

export class StateBody {
  @ApiProperty({ enum: STATES })
  @IsIn(STATES)
  state!: CampaignState;
}

export class ResultView {
  @ApiProperty() outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty() customers!: number;
  @ApiProperty() decisions!: number;
}

export class ResultsView {
  @ApiProperty({ type: [ResultView] }) results!: ResultView[];
  @ApiProperty({ description: 'waiting for the end of quiet hours' }) waiting!: number;
}

const ContentFailedView = Type.Object({
  reason: Type.Literal('content'),
  error: Type.String({ description: 'time, memory, size, template, render or other' }),
  field: Type.Union([Type.Literal('subject'), Type.Literal('body'), Type.Null()]),
  line: Type.Union([Type.Integer(), Type.Null()]),
  column: Type.Union([Type.Integer(), Type.Null()]),
});

const SegmentDeletedView = Type.Object({ reason: Type.Literal('segment'), segment: Type.String() });

/** A stored campaign: the draft, and what storing added. */
export const CampaignView = Type.Composite(
  [
    Type.Object({
      id: Type.String(),
      version: Type.Integer({ description: 'for `if-match`' }),
      state: Type.Union(STATES.map((state) => Type.Literal(state))),
      pausedBecause: Type.Union([ContentFailedView, SegmentDeletedView, Type.Null()], {
        description:
          'why it paused by itself: content failed to render for several customers in a row, or its segment was deleted',
      }),
    }),
    CampaignDraft,
  ],
  { additionalProperties: false },
);
