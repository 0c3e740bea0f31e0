// The management API, typed by the OpenAPI document (schema.ts is generated: `npm run
// console:api`).
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { ApiFault, SignedOut, faultOf, session } from './session';

type Schemas = components['schemas'];
export type Customer = Schemas['CustomerView'];
export type TimelineEntry = Schemas['TimelineEntryView'];
export type Standing = Schemas['StandingView'];

export type Curve = Schemas['CurveView'];
export type CurvePoint = Schemas['CurvePointView'];

export type Decision = Schemas['DecisionView'];
export type Check = Schemas['CheckView'];
export type Flow = Schemas['FlowView'];
export type TierCounts = Schemas['TierCountsView'];

export type NextChange = Schemas['NextChangeView'];
export type Suggestion = Schemas['SuggestionView'];
export type Demo = Schemas['DemoView'];
export type HistoryWave = Schemas['HistoryWaveView'];

/** Of a campaign what is shown of it. */
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

export const api = createClient<paths>({ baseUrl: '/' });

api.use({
  async onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${(await session()).token}`);
    return request;
  },
  /** No answer at all: the server is away. */
  onError({ error }) {
    return error instanceof SignedOut || error instanceof ApiFault ? error : new ApiFault(0, 'network', undefined);
  },
  async onResponse({ response }) {
    if (!response.ok) throw await faultOf(response.clone());
    return response;
  },
});

/** What openapi-fetch answers, which cannot be empty here: errors have been thrown. */
export async function dataOf<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T;
}
