// Results of campaigns as the API shows them: money in minor units of the brand's currency.
import { ApiProperty } from '@nestjs/swagger';
import type { Verdict } from '@segue/measurement';

const VERDICTS = ['helped', 'hurt', 'no-difference', 'not-enough', 'broken-split'] as const;

class SentencesView {
  @ApiProperty() en!: string;
  @ApiProperty() 'zh-CN'!: string;
}

class LiftView {
  @ApiProperty({ description: 'as a share of the control: .04 is 4 % more' }) value!: number;
  @ApiProperty({ description: 'lower end of the always-valid interval' }) from!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'upper end; null without one' }) to!: number | null;
}

export class SummaryView {
  @ApiProperty() campaign!: string;
  @ApiProperty({ description: 'messages decided in 7 days' }) sent!: number;
  @ApiProperty({ description: 'held back in 7 days' }) held!: number;
  @ApiProperty({ type: String, enum: [...VERDICTS, null], nullable: true, description: 'null without a control group' })
  verdict!: Verdict['kind'] | null;
  @ApiProperty({ type: SentencesView, nullable: true, description: 'the verdict on orders as a sentence' })
  sentence!: SentencesView | null;
  @ApiProperty({ type: LiftView, nullable: true, description: 'of the share of customers who ordered' })
  lift!: LiftView | null;
}

class GroupView {
  @ApiProperty() customers!: number;
  @ApiProperty({ description: 'customers with at least one order within the window' }) buyers!: number;
  @ApiProperty() orders!: number;
  @ApiProperty() revenue!: number;
  @ApiProperty({ description: 'customers with more than one order within the window' }) again!: number;
}

class GroupsView {
  @ApiProperty() treated!: GroupView;
  @ApiProperty() control!: GroupView;
}

class ReasonCountView {
  @ApiProperty({ enum: ['sent', 'held'] }) outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty() decisions!: number;
}

export class EffectView {
  @ApiProperty({ description: "days after the first decision about a customer in which the customer's orders count" })
  windowDays!: number;
  @ApiProperty({ type: GroupsView, nullable: true, description: 'null while no customer is in a group' })
  groups!: GroupsView | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) since!: string | null;
  @ApiProperty({ type: String, enum: [...VERDICTS, null], nullable: true }) verdict!: Verdict['kind'] | null;
  @ApiProperty({ type: SentencesView, nullable: true, description: 'by the share of customers who ordered' })
  sentence!: SentencesView | null;
  @ApiProperty({ type: LiftView, nullable: true, description: 'of the share of customers who ordered' })
  lift!: LiftView | null;
  @ApiProperty({ type: SentencesView, nullable: true, description: 'by the revenue of each customer, minor units' })
  revenueSentence!: SentencesView | null;
  @ApiProperty({ type: [Number], nullable: true, description: 'customers by the planned split, treated first' })
  expected!: number[] | null;
  @ApiProperty({ type: Number, nullable: true, description: 'of the split; below .001 it is broken' })
  p!: number | null;
  @ApiProperty({ type: [ReasonCountView] }) reasons!: ReasonCountView[];
  @ApiProperty({ description: 'waiting for the end of quiet hours' }) waiting!: number;
}
