// The content of a campaign for one customer: templates, the variables that they may use, and the
// outcome of rendering. Pure; the rendering itself is in `renderer.ts`.
import { type ChannelKind, Invalid, type MessageClass, type Signal, UNSUBSCRIBE_URL } from '@segue/contracts';
import { isZone } from '@segue/valuation';
import { type Content, wordingFor, wordingsOf } from './variant';

export interface Rendered {
  subject: string;
  body: string;
}

/**
 * Why content could not be rendered. Never the text of an error, which may hold a value of the
 * customer's.
 */
export interface ContentFailure {
  /**
   * `time`, `memory` and `size` for a limit, `template` for one that cannot be parsed, `render` for
   * one that fails, `other`.
   */
  error: string;
  /** Null where unknown. */
  field: 'subject' | 'body' | null;
  line: number | null;
  column: number | null;
}

export type RenderResult = Rendered | { failure: ContentFailure };

/** A message to be rendered. */
export interface Rendering {
  /** Id of the decision. */
  id: string;
  campaign: string;
  version: number;
  /** The step that sends it. */
  node?: string | undefined;
  /** The wording, and which variant it is: `version`, `node` and this name the templates. */
  content: Rendered;
  variant: string;
  /** Format of the body: only HTML needs its characters escaped. A subject is always text. */
  format: 'html' | 'text';
  data: Record<(typeof VARIABLES)[number], unknown>;
  /** How dates and amounts are written. */
  formatting: {
    /** IANA zone: the customer's, else the brand's. */
    zone: string;
    locale: string | null;
    /** Of the brand. */
    currency: string;
    /** Instant of the decision, UTC milliseconds: `now` in a template. */
    now: number;
  };
}

/**
 * The variables that a template may use. `money` holds minor units of the brand's currency. `order`
 * is the one that the signal is about, absent for other signals; its amounts are in its currency.
 * `unsubscribe` is the recipient's link in a marketing e-mail, absent in other messages.
 */
export const VARIABLES = [
  'customer',
  'tiers',
  'segments',
  'orders',
  'order',
  'money',
  'signal',
  'unsubscribe',
] as const;

const FORMATS: Record<ChannelKind, Rendering['format']> = { email: 'html', webhook: 'text' };

/** The part of a campaign that is rendered. */
interface Template {
  id: string;
  version: number;
  content: Content;
  channel: ChannelKind;
  class: MessageClass;
}

export function renderingOf(
  id: string,
  signal: Signal,
  campaign: Template,
  { now, brandZone, node }: { now: number; brandZone: string; node?: string },
): Rendering {
  const { timeZone, locale, money } = signal.head;
  const { wording, variant } = wordingFor(campaign.content, locale);
  return {
    id,
    campaign: campaign.id,
    version: campaign.version,
    node,
    content: wording,
    variant,
    format: FORMATS[campaign.channel],
    data: { ...dataOf(signal), unsubscribe: hasLink(campaign) ? UNSUBSCRIBE_URL : undefined },
    formatting: { zone: isZone(timeZone) ? timeZone : brandZone, locale, currency: money.currency, now },
  };
}

const hasLink = (campaign: Template): boolean => campaign.channel === 'email' && campaign.class === 'marketing';

type SignalData = Omit<Rendering['data'], 'unsubscribe'>;

function dataOf({ head, standing, kind, subject, from, to, customer, because }: Signal): SignalData {
  const { gross, refunded, net } = head.money;
  return {
    customer: withoutNull({ id: customer, ...head.traits }),
    tiers: standing.tiers,
    segments: standing.segments,
    orders: head.orders,
    order: kind === 'order' ? because : undefined,
    money: { gross, refunded, net },
    signal: withoutNull({ kind, subject, from, to }),
  };
}

/**
 * Drops nulls: Liquid takes null for less than any number, and compares absent values with nothing.
 */
function withoutNull(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([name, one]) => [name, isPlain(one) ? withoutNull(one) : one]));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maximum number of outputs and tags in one template: each takes time to render. */
export const MAX_MARKS = 1_000;

/** Returns the fault of a template with more outputs and tags than that; else null. */
export function marksFault(content: Content): Invalid | null {
  for (const { path, wording } of wordingsOf(content)) {
    for (const field of ['subject', 'body'] as const) {
      const marks = wording[field].match(/\{\{|\{%/g)?.length ?? 0;
      if (marks > MAX_MARKS) {
        return new Invalid('template', `${path}.${field}`, `at most ${MAX_MARKS} outputs and tags; there are ${marks}`);
      }
    }
  }
  return null;
}
