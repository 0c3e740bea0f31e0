// The checks between a signal and its message, one function each. Pure.
import { MAX_DEPTH, type Signal } from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import { isZone } from '@segue/valuation';
import { consentOf } from '../../journeys/domain/campaign';
import { lastSentBy, marketingSince } from '../../contacts/domain/contact';
import { destinationOf, isWithdrawnByAddress, mailboxOf } from '../../contacts/domain/mailbox';
import { quietUntil } from '../../limits/domain/restraint';
import { stillHolds } from './customer-state';
import { type Check, type LegName, START, depthOf } from './decision';
import { type Circumstances } from './circumstances';

const DAY_MS = 86_400_000;
/** A signal of this age or older is history; campaigns act on younger ones. */
export const MAX_AGE_MS = DAY_MS;

/**
 * Returns the checks in their order; the first that fails is the reason on record. A check that
 * does not apply returns null.
 */
export function checksFor(signal: Signal, leg: LegName, given: Circumstances): (() => Check | null)[] {
  const service = given.campaign.class === 'service';
  const always = [
    () => ofState(leg, given),
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

/**
 * Holds the message while all campaigns are stopped, and after a wait also while the campaign
 * itself is not running.
 */
function ofState(leg: LegName, { campaign, isStopped }: Circumstances): Check | null {
  if (isStopped) return { check: 'stopped', passed: false, detail: { state: campaign.state, all: true } };
  if (leg === START) return null;
  return { check: 'stopped', passed: campaign.state === 'running', detail: { state: campaign.state } };
}

function ofTrigger(cause: Signal, { campaign, waited, checksTrigger }: Circumstances): Check | null {
  if (!waited || checksTrigger === false) return null;
  const { holds, detail } = stillHolds(campaign.trigger, cause, waited.state);
  return { check: 'no-longer', passed: holds, detail };
}

function ofHistory(signal: Signal, { campaign, now, waited }: Circumstances): Check {
  // After a wait the age of the signal counts from the end of the wait: it was young when it was
  // deferred.
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

/**
 * Returns the check that keeps a customer out of a journey; null when the customer may enter. It
 * fails while all campaigns are stopped; where the signal is history or its chain is too long; and
 * where the customer is in the journey already or had a message of it too recently.
 * @param underWay the journeys in which the customer waits.
 */
export function entryCheck(signal: Signal, given: Circumstances, underWay: readonly string[]): Check | null {
  const { id, severalAtOnce } = given.campaign;
  const failed = [ofState(START, given), ofHistory(signal, given), ofChain(signal)].find(
    (one) => one?.passed === false,
  );
  if (failed) return failed;
  const enrolments = underWay.filter((journey) => journey === id).length;
  if (enrolments > 0 && severalAtOnce !== true) return { check: 'under-way', passed: false, detail: { enrolments } };
  const again = againCheck(given);
  return again?.passed === false ? again : null;
}

/** Whether the customer is in a control group: of the campaign, or of all marketing. */
export function isControl(signal: Signal, given: Pick<Circumstances, 'campaign' | 'limits'>): boolean {
  if (given.campaign.class === 'service') return false;
  return [ofGlobalControl(signal, given), ofControl(signal, given)].some((check) => check?.passed === false);
}

function ofGlobalControl(signal: Signal, { limits }: Pick<Circumstances, 'limits'>): Check | null {
  if (limits.globalControl === 0) return null;
  const share = shareOf('global-control', bucketingIdOf(signal));
  return { check: 'global-control', passed: share >= limits.globalControl, detail: { control: limits.globalControl } };
}

function ofControl(signal: Signal, { campaign }: Pick<Circumstances, 'campaign'>): Check | null {
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
  // A withdrawal holds for the mailbox, also for other customers with the same address.
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

/** Within a journey that is on record this was checked when it began (`entryCheck`). */
const ofAgain = (given: Circumstances): Check | null => (given.enrolment === undefined ? againCheck(given) : null);

function againCheck({ campaign, sent, now }: Circumstances): Check | null {
  const last = lastSentBy(sent, campaign.id);
  if (last === null) return null;
  const days = campaign.againAfterDays;
  return {
    check: 'again',
    // Zero days always pass: `last` may come from another instance with a clock that is ahead.
    passed: days === 0 || (days !== null && now - last >= days * DAY_MS),
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
