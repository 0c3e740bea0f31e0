// Previews as the API shows them.
import { type Static, Type } from '@sinclair/typebox';
import { ApiProperty } from '@nestjs/swagger';
import { checkOf } from '@segue/contracts';
import { iso } from '@segue/service';
import { CampaignDraft } from '../journeys/domain/campaign';
import { CheckView } from '../decisions/decisions.views';
import type { Portion } from './audience';

const closed = { additionalProperties: false };
/** Absent: the campaign as it is stored. */
const draft = Type.Optional(CampaignDraft);

export const AudienceBody = Type.Object(
  {
    draft,
    after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the portion before' })),
  },
  closed,
);
export type AudienceBody = Static<typeof AudienceBody>;
export const audienceFault = checkOf(AudienceBody);

export const RehearsalBody = Type.Object(
  {
    draft,
    customer: Type.String({ minLength: 1, maxLength: 300, description: "a customer's id or any identity" }),
    at: Type.Optional(Type.String({ maxLength: 40, description: 'an instant, ISO 8601; absent: now' })),
  },
  closed,
);
export type RehearsalBody = Static<typeof RehearsalBody>;
export const rehearsalFault = checkOf(RehearsalBody);

export class StepView {
  @ApiProperty({ description: '`sent`: would receive it; `quiet-hours`: later; else the check that fails' })
  reason!: string;
  @ApiProperty() customers!: number;
  @ApiProperty({ type: [String], description: 'ids of some of them' }) named!: string[];
}

class EmptyFieldView {
  @ApiProperty({ description: 'as the template writes it' }) field!: string;
  @ApiProperty({ description: 'of those who would receive it, for how many it is empty' }) customers!: number;
}

export class AudienceView {
  @ApiProperty({ description: 'customers of this portion' }) looked!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'customers in all; null but for the first portion' })
  total!: number | null;
  @ApiProperty({ type: [StepView] }) steps!: StepView[];
  @ApiProperty({ description: 'of those who would receive it, how many share their address with other customers' })
  shared!: number;
  @ApiProperty({ type: [EmptyFieldView] }) empty!: EmptyFieldView[];
  @ApiProperty({ type: String, nullable: true, description: 'for `after`; null after the last portion' })
  next!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
}

export const audienceView = ({ reasons, at, ...rest }: Portion): AudienceView => ({
  ...rest,
  steps: [...reasons].map(([reason, step]) => ({ reason, ...step })),
  at: iso(at),
});

class RenderedView {
  @ApiProperty() subject!: string;
  @ApiProperty() body!: string;
  @ApiProperty({ enum: ['html', 'text'] }) format!: 'html' | 'text';
}

class ContentFaultView {
  @ApiProperty({ description: 'time, memory, size, template, render or other' }) error!: string;
  @ApiProperty({ type: String, nullable: true, enum: ['subject', 'body', null] }) field!: 'subject' | 'body' | null;
  @ApiProperty({ type: Number, nullable: true }) line!: number | null;
  @ApiProperty({ type: Number, nullable: true }) column!: number | null;
}

export class RehearsalView {
  @ApiProperty({ enum: ['sent', 'held', 'deferred', 'no-trigger'] }) outcome!: string;
  @ApiProperty({ description: '`sent`, or the first check that is not met' }) reason!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) dueAt!: string | null;
  @ApiProperty({ type: [CheckView], description: 'all checks, also those behind the one that decides' })
  checks!: CheckView[];
  @ApiProperty({ type: RenderedView, nullable: true }) message!: RenderedView | null;
  @ApiProperty({ type: ContentFaultView, nullable: true, description: 'why it could not be written' })
  fault!: ContentFaultView | null;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
}
