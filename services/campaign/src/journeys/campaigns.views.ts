// Campaigns and their results as the API shows them.
import { type Static, Type } from '@sinclair/typebox';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CampaignDraft, type CampaignState } from './domain/campaign';
import type { JourneyCounts } from './domain/counts';

const STATES = ['draft', 'running', 'paused', 'ended'] as const;

export class StateBody {
  @ApiProperty({ enum: STATES })
  @IsIn(STATES)
  state!: CampaignState;
}

const UNDER_WAY = ['finish', 'move'] as const;

export class SaveQuery {
  @ApiPropertyOptional({
    enum: UNDER_WAY,
    description:
      'enrolments under way finish by their version (`finish`, the default), or go on by this one where their step survives (`move`)',
  })
  @IsOptional()
  @IsIn(UNDER_WAY)
  underWay?: (typeof UNDER_WAY)[number];
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

const WaitingAt = Type.Object({
  version: Type.Integer({ description: 'by which they came to the step' }),
  node: Type.String(),
  waiting: Type.Integer(),
});
export type WaitingAt = Static<typeof WaitingAt>;

/** A campaign as it was saved, with those under way. */
export const SavedView = Type.Composite(
  [CampaignView, Type.Object({ waiting: Type.Array(WaitingAt, { description: 'customers under way, by step' }) })],
  { additionalProperties: false },
);

const Counts = Type.Record(Type.String(), Type.Integer());

export const JourneyCountsView = Type.Object({
  steps: Type.Array(
    Type.Object({
      version: Type.Integer({ description: 'of the campaign by which they came to the step' }),
      node: Type.String(),
      entered: Type.Integer(),
      waiting: Type.Integer(),
      left: Type.Unsafe<Record<string, number>>(
        Type.Record(Type.String(), Type.Integer(), { description: 'by the way out' }),
      ),
    }),
    { description: 'none for a campaign without steps and goal' },
  ),
  enrolments: Type.Object({ treated: Counts, control: Counts }, { description: '`begun`, and how they ended' }),
});

export const waitingAt = ({ steps }: JourneyCounts): WaitingAt[] =>
  steps.filter(({ waiting }) => waiting > 0).map(({ version, node, waiting }) => ({ version, node, waiting }));
