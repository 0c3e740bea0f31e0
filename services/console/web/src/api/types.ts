// The views of the API by short names. schema.ts is generated: `npm run console:api`.
import type { components } from './schema';

type Schemas = components['schemas'];
export type Customer = Schemas['CustomerView'];
export type TimelineEntry = Schemas['TimelineEntryView'];
export type Standing = Schemas['StandingView'];
export type Curve = Schemas['CurveView'];
export type CurvePoint = Schemas['CurvePointView'];
export type Transition = Schemas['TransitionView'];
export type Decision = Schemas['DecisionView'];
export type Check = Schemas['CheckView'];
export type Flow = Schemas['FlowView'];
export type TierCounts = Schemas['TierCountsView'];
export type Money = Schemas['PeriodMoneyView'];
export type Model = Schemas['ModelView'];
export type Census = Schemas['CensusView'];
export type Bar = Schemas['BarView'];
export type TiersPreview = Schemas['TiersPreviewView'];
export type ComingMoves = Schemas['ComingView'];
export type NextChange = Schemas['NextChangeView'];
export type Suggestion = Schemas['SuggestionView'];
export type Demo = Schemas['DemoView'];
export type HistoryWave = Schemas['HistoryWaveView'];
export type Health = Schemas['HealthView'];
export type Quantiles = Schemas['QuantilesView'];
export type DeadLetter = Schemas['DeadLetterView'];
export type WholeDeadLetter = Schemas['WholeDeadLetterView'];
export type Job = Schemas['JobView'];
export type Segment = Schemas['SegmentView'];
export type SegmentState = Segment['state'];
export type TopTrait = Schemas['TopTraitView'];
export type Preview = Schemas['PreviewView'];
export type SegmentDay = Schemas['SegmentDayView'];
export type SegmentVersion = Schemas['SegmentVersionView'];
export type Source = Schemas['SourceView'];
export type MadeSource = Schemas['SourceWithKeyView'];
export type SourceActivity = Schemas['SourceActivityView'];
export type SourceEvent = Schemas['SourceEventView'];
export type RefusedEvent = Schemas['QuarantineView'];
export type WholeRefusedEvent = Schemas['WholeQuarantineView'];
export type AudiencePortion = Schemas['AudienceView'];
export type Rehearsal = Schemas['RehearsalView'];
export type CampaignSummary = Schemas['SummaryView'];
export type CampaignEffect = Schemas['EffectView'];
export type TestMessage = Schemas['TestMessageView'];

/** The parts of a campaign that the console shows. */
export interface CampaignShown {
  id: string;
  name: string;
  state: string;
  accepts: readonly string[];
  trigger: {
    on: string;
    segment?: string;
    scheme?: string;
    to?: readonly string[];
    from?: readonly string[];
    event?: string;
    is?: string;
  };
}
