// Whether a campaign speaks to a customer, when, and why not. Pure: the customer's rows are locked
// by the caller, `now` is the service's time.
import { createHash } from 'node:crypto';
import { type Action, type Cause, type Identity, MAX_DEPTH, type Signal } from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import { isZone } from '@segue/valuation';
import { type Campaign, consentOf } from '../../journeys/domain/campaign';
import { type Sent, lastSentBy, marketingSince } from '../../contacts/domain/contact';
import { type ContentFailure, type Rendering, renderingOf } from '../../content/domain/content';
import { type Mailboxes, destinationOf, isWithdrawnByAddress, mailboxOf } from '../../contacts/domain/mailbox';
import { type Present, stillHolds } from './customer-state';
import { type Limits, quietUntil } from '../../limits/domain/restraint';

export type HeldBack =
  | 'stopped'
  | 'no-longer'
  | 'history'
  | 'chain'
  | 'control'
  | 'global-control'
  | 'no-consent'
  | 'no-address'
  | 'bad-address'
  | 'bounced'
  | 'again'
  | 'cap'
  | 'too-many-waiting'
  | 'content';

/**
 * One link of the chain from the signal to the outcome, in the order in which they were looked at.
 */
export interface Check {
  check: HeldBack | 'quiet-hours';
  passed: boolean;
  /** What was compared, for people: numbers and names, never addresses. */
  detail: Record<string, unknown>;
}

/** @typeParam A the action, with its content once it is rendered. */
export interface Decision<A = Action> {
  /**
   * Hash of what makes it unique: campaign, cause and step. Also the action's id and the
   * idempotency key of its send.
   */
  id: string;
  campaign: string;
  campaignVersion: number;
  /** As it was called when this was decided. */
  customer: string;
  /** Whose doing it is: with whom the decision goes when customers are merged or split. */
  identity: Identity;
  step: Step;
  outcome: 'sent' | 'held' | 'deferred';
  reason: HeldBack | 'quiet-hours' | 'sent';
  checks: Check[];
  /** The signal that made the campaign look. */
  cause: {
    id: string;
    kind: Signal['kind'];
    subject: string;
    from: string | null;
    to: string | null;
    because: unknown;
    /** The touchpoint behind a signal about an order, `identity/source/id`. */
    touchpoint?: string;
  };
  occurredAt: number;
  decidedAt: number;
  /** When a deferred one is looked at again. */
  dueAt: number | null;
  action: A | null;
}

/** An action whose content is still to be rendered. */
export type Wordless = Omit<Action, 'content'> & { content: Pick<Action['content'], 'data'> };

/** `start`, or `resume-<due>` for a wait that is over: a wait may be followed by another. */
export type Step = string;
export const START: Step = 'start';
export const resumption = (dueAt: number): Step => `resume-${dueAt}`;

export interface Circumstances {
  campaign: Campaign;
  /** To the customer, under whatever identity, by time. */
  sent: readonly Sent[];
  /** Whose doing the signal is. */
  causer: Identity;
  limits: Limits;
  /** The service's time, UTC milliseconds. */
  now: number;
  brandZone: string;
  /**
   * Messages whose content could not be rendered, by decision: known only after a first attempt.
   */
  failures: ReadonlyMap<string, ContentFailure>;
  /** Number of deferred decisions about the customer. */
  waiting: number;
  /** What is known of addresses; nothing of those that are left out. */
  mailboxes: Mailboxes;
  /** Set when a wait is over; absent at the first look. */
  waited?: Waited;
}

export interface Waited {
  /** When the wait was over: the age of the signal counts from there. */
  dueAt: number;
  /** What was last heard of the customer. */
  present: Present;
}

export interface Decided {
  decision: Decision<Wordless>;
  /** The message to remember and to render; null when nothing is sent. */
  sent: Sent | null;
  rendering: Rendering | null;
}

const DAY_MS = 86_400_000;
/** Campaigns act on what is younger; the rest is history. */
export const MAX_AGE_MS = DAY_MS;
/** Maximum number of waiting decisions about one customer; the next is held back. */
export const MAX_WAITING = 50;
/** Maximum bytes of a signal's reasons that a decision repeats. */
const MAX_BECAUSE = 2_048;

/**
 * Decides by `signal`. After a wait everything is looked at again, by what was last heard of the
 * customer: whether the trigger's statement still holds, then head, consents, address and caps.
 */
export function decide(signal: Signal, step: Step, circumstances: Circumstances): Decided {
  const checks: Check[] = [];
  const failed = checksFor(signal, step, circumstances).find((check) => {
    const done = check();
    if (done) checks.push(done);
    return done?.passed === false;
  });
  const last = checks.at(-1);
  if (failed && last) return withoutAction(signal, step, circumstances, checks, last);
  return withAction(signal, step, circumstances, checks);
}

export function decisionId(campaign: string, cause: string, step: Step): string {
  return `d${createHash('sha256').update(`${campaign}\n${cause}\n${step}`).digest('hex').slice(0, 24)}`;
}

/**
 * In this order, so that the reason on record is the first and firmest one. A check that does not
 * apply answers null.
 */
function checksFor(signal: Signal, step: Step, given: Circumstances): (() => Check | null)[] {
  const service = given.campaign.class === 'service';
  const always = [
    () => ofState(step, given),
    () => ofTrigger(signal, given),
    () => ofHistory(signal, given),
    () => ofChain(signal),
  ];
  const restraint = [
    () => ofGlobalControl(signal, given),
    () => ofControl(signal, given),
    () => ofConsent(signal, given),
  ];
  const contact = [
    () => ofAddress(signal, given),
    ...(service ? [] : [() => ofBounce(signal, given)]),
    () => ofAgain(given),
  ];
  return service
    ? [...always, ...contact]
    : [...always, ...restraint, ...contact, () => ofCap(given), () => ofQuietHours(signal, given)];
}

/** A campaign that was stopped while a message waited does not send it. */
function ofState(step: Step, { campaign }: Circumstances): Check | null {
  if (step === START) return null;
  return { check: 'stopped', passed: campaign.state === 'running', detail: { state: campaign.state } };
}

function ofTrigger(cause: Signal, { campaign, waited }: Circumstances): Check | null {
  if (!waited) return null;
  const { holds, detail } = stillHolds(campaign.trigger, cause, waited.present);
  return { check: 'no-longer', passed: holds, detail };
}

function ofHistory(signal: Signal, { campaign, now, waited }: Circumstances): Check {
  // A message that waited for the morning was young when it was put off: it is as old as its wait
  // is over.
  const ageMs = now - (waited?.dueAt ?? signal.occurredAt);
  const { origin } = signal;
  const [isAccepted, isYoung] = [campaign.accepts.includes(origin), ageMs < MAX_AGE_MS];
  return {
    check: 'history',
    passed: isAccepted && isYoung,
    detail: { origin, isAccepted, accepts: campaign.accepts, ageMs, isYoung, mostMs: MAX_AGE_MS },
  };
}

function ofChain(signal: Signal): Check {
  const depth = depthOf(signal) + 1;
  return { check: 'chain', passed: depth <= MAX_DEPTH, detail: { depth, most: MAX_DEPTH } };
}

function ofGlobalControl(signal: Signal, { limits }: Circumstances): Check | null {
  if (limits.globalControl === 0) return null;
  const share = shareOf('global-control', bucketingIdOf(signal));
  return { check: 'global-control', passed: share >= limits.globalControl, detail: { control: limits.globalControl } };
}

function ofControl(signal: Signal, { campaign }: Circumstances): Check | null {
  if (campaign.control === 0) return null;
  const share = shareOf(`campaign ${campaign.id}`, bucketingIdOf(signal));
  return { check: 'control', passed: share >= campaign.control, detail: { control: campaign.control } };
}

const bucketingIdOf = ({ bucketingId, customer }: Signal) => bucketingId ?? customer;

function ofConsent(signal: Signal, { campaign, mailboxes }: Circumstances): Check {
  const consent = consentOf(campaign);
  const known = signal.head.consents[consent];
  const state = known ? (known.granted ? 'granted' : 'withdrawn') : 'unknown';
  const address = mailboxOf(signal, campaign);
  const mailbox = address === null ? undefined : mailboxes.get(address);
  // Whoever withdraws does so for the mailbox, whosever it is besides.
  if (state === 'granted' && isWithdrawnByAddress(mailbox, campaign)) {
    return { check: 'no-consent', passed: false, detail: { consent, state: 'withdrawn', by: 'address' } };
  }
  return { check: 'no-consent', passed: state === 'granted', detail: { consent, state } };
}

function ofAddress(signal: Signal, { campaign }: Circumstances): Check {
  const destination = destinationOf(signal, campaign);
  const { channel } = campaign;
  return destination.to === null
    ? { check: destination.reason, passed: false, detail: { channel } }
    : { check: 'no-address', passed: true, detail: { channel } };
}

/** An address that its server refuses for good gets no marketing until it changes. */
function ofBounce(signal: Signal, { campaign, mailboxes }: Circumstances): Check | null {
  const address = mailboxOf(signal, campaign);
  const bounced = address === null ? null : mailboxes.get(address)?.bounced;
  return bounced ? { check: 'bounced', passed: false, detail: { ...bounced } } : null;
}

function ofAgain({ campaign, sent, now }: Circumstances): Check | null {
  const last = lastSentBy(sent, campaign.id);
  if (last === null) return null;
  const days = campaign.againAfterDays;
  return {
    check: 'again',
    passed: days !== null && now - last >= days * DAY_MS,
    detail: { lastSentAt: last, againAfterDays: days },
  };
}

function ofCap({ sent, limits, now }: Circumstances): Check | null {
  if (!limits.cap) return null;
  const { messages, days } = limits.cap;
  const count = marketingSince(sent, now - days * DAY_MS);
  return { check: 'cap', passed: count < messages, detail: { sent: count, messages, days } };
}

function ofQuietHours({ head }: Signal, { limits, now, brandZone }: Circumstances): Check | null {
  if (!limits.quietHours) return null;
  const isOwn = isZone(head.timeZone);
  const zone = isOwn ? (head.timeZone as string) : brandZone;
  const until = quietUntil(limits.quietHours, now, zone);
  const detail = { at: now, zone, zoneOf: isOwn ? 'customer' : 'brand', ...limits.quietHours, until };
  return { check: 'quiet-hours', passed: until === null, detail };
}

function withoutAction(signal: Signal, step: Step, given: Circumstances, checks: Check[], failed: Check): Decided {
  if (failed.check === 'quiet-hours' && given.waiting >= MAX_WAITING) {
    const full: Check = {
      check: 'too-many-waiting',
      passed: false,
      detail: { waiting: given.waiting, most: MAX_WAITING },
    };
    return withoutAction(signal, step, given, [...checks, full], full);
  }
  const quiet = failed.check === 'quiet-hours';
  const dueAt = quiet ? (failed.detail.until as number) : null;
  const decision = decisionOf(signal, step, given, checks, {
    outcome: quiet ? 'deferred' : 'held',
    reason: failed.check,
    dueAt,
    action: null,
  });
  return { decision, sent: null, rendering: null };
}

function withAction(signal: Signal, step: Step, given: Circumstances, checks: Check[]): Decided {
  const { campaign, now } = given;
  const id = decisionId(campaign.id, signal.id, step);
  const failure = given.failures.get(id);
  if (failure) {
    const failed: Check = { check: 'content', passed: false, detail: { ...failure } };
    return withoutAction(signal, step, given, [...checks, failed], failed);
  }
  const action = actionOf(id, step, signal, given);
  const decision = decisionOf(signal, step, given, checks, { outcome: 'sent', reason: 'sent', dueAt: null, action });
  const sent = { id, campaign: campaign.id, at: now, marketing: campaign.class === 'marketing' };
  return { decision, sent, rendering: renderingOf(id, signal, campaign, given) };
}

function decisionOf(
  signal: Signal,
  step: Step,
  { campaign, causer, now }: Circumstances,
  checks: Check[],
  rest: Pick<Decision<Wordless>, 'outcome' | 'reason' | 'dueAt' | 'action'>,
): Decision<Wordless> {
  const { id, kind, subject, from, to } = signal;
  const touchpoint = kind === 'order' && signal.cause?.kind === 'touchpoint' ? signal.cause.id : undefined;
  return {
    id: decisionId(campaign.id, signal.id, step),
    campaign: campaign.id,
    campaignVersion: campaign.version,
    customer: signal.customer,
    identity: causer,
    step,
    checks,
    cause: {
      id,
      kind,
      subject,
      from,
      to,
      because: shortened(signal.because),
      ...(touchpoint !== undefined && { touchpoint }),
    },
    occurredAt: signal.occurredAt,
    decidedAt: now,
    ...rest,
  };
}

/**
 * Shortens a large value: the timeline holds a touchpoint's properties too, so the ledger need not
 * repeat them for each campaign.
 */
function shortened(because: unknown): unknown {
  return JSON.stringify(because ?? null).length > MAX_BECAUSE ? { tooLarge: true } : because;
}

function actionOf(id: string, step: Step, signal: Signal, { campaign, now }: Circumstances): Wordless {
  const marketing = campaign.class === 'marketing';
  return {
    v: 1,
    id,
    customer: signal.customer,
    identities: signal.identities,
    campaign: campaign.id,
    campaignVersion: campaign.version,
    step,
    class: campaign.class,
    consent: marketing ? consentOf(campaign) : null,
    channel: campaign.delivery === 'outbox' ? 'outbox' : campaign.channel,
    to: destinationOf(signal, campaign).to ?? '',
    content: { data: { signal: signal.kind, subject: signal.subject, to: signal.to } },
    expiresAt: marketing ? now + MAX_AGE_MS : null,
    occurredAt: now,
    recordedAt: signal.recordedAt,
    origin: signal.origin,
    cause: causeOf(signal),
  };
}

const causeOf = (signal: Signal): Cause => ({
  kind: signal.kind === 'touchpoint' ? 'touchpoint' : 'transition',
  id: signal.id,
  depth: depthOf(signal) + 1,
});

const depthOf = (signal: Signal) => signal.cause?.depth ?? 0;
