import type { Signal } from '@segue/contracts';
import { validate } from '@segue/rules';
import { NOON, head, rules, visit } from '../../testing/builders';
import { ModelStore } from '../../testing/model-store';
import { draftFault } from '../journeys/domain/campaign';
import { faultIn, segmentsNamed } from '../journeys/draft.checks';
import { Renderer } from '../content/renderer';
import { LANGUAGES, type Preset, draftOf } from './domain/preset';
import { PRESETS } from './domain/presets';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const presetOf = (id: string) => PRESETS.find((one) => one.id === id) as Preset;

describe('each preset', () => {
  const renderer = new Renderer();
  afterAll(() => renderer.onModuleDestroy());

  it.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s is valid in both languages', async (_, preset) => {
    for (const language of LANGUAGES) {
      const draft = draftOf(preset, language);
      expect(draftFault(draft)).toBeNull();
      expect(await faultIn(draft, renderer)).toBeNull();
      expect(draft.delivery).toBe('outbox');
    }
    expect(draftOf(preset, 'en').content).not.toEqual(draftOf(preset, 'zh').content);
  });

  it.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s brings the segment that it names', (_, preset) => {
    const named = segmentsNamed(draftOf(preset, 'en')).map(({ segment }) => segment);
    expect(named).toEqual(preset.segment ? [preset.segment.id] : []);
    if (preset.segment) expect(validate(preset.segment.rule)).toEqual([]);
  });
});

/** The campaign of a preset under way, and what it has sent. */
function running(id: string) {
  const draft = draftOf(presetOf(id), 'en');
  const one = { ...draft, id, version: 1, state: 'running' as const, pausedBecause: null, control: 0 };
  const store = new ModelStore(rules({ campaigns: [one] }));
  const sent = () =>
    store.decisions
      .filter(({ outcome }) => outcome === 'sent')
      .map(({ node = 'send', decidedAt }) => [node, decidedAt]);
  return { store, sent };
}

const reachable = head({
  traits: { email: 'ana@example.test' },
  consents: { 'email/marketing': { granted: true, at: 1 } },
});
let number = 0;
const signalOf = (over: Partial<Signal>) => visit('userId:u1', { head: reachable, number: ++number, ...over });
const inSegments = (...segments: string[]) => ({ standing: { ...signalOf({}).standing, segments } });
const inTier = (tier: string) => ({ standing: { ...signalOf({}).standing, tiers: { value: tier } } });

describe('a preset that runs', () => {
  it('reminds of a basket twice, and stops once it is bought', () => {
    const { store, sent } = running('abandoned-basket');
    store.take([signalOf({ subject: 'Product Added', because: { cart_id: 'c1' } })], NOON);
    store.resume(NOON + DAY / 24);
    store.take(
      [signalOf({ subject: 'Order Completed', because: { cart_id: 'c1' }, occurredAt: NOON + DAY / 2 })],
      NOON + DAY / 2,
    );
    store.resume(NOON + 2 * DAY);
    expect(sent()).toEqual([['first', NOON + DAY / 24]]);
    expect(store.counts().enrolments.treated).toEqual({ begun: 1, met: 1 });
  });

  it('reminds of a basket a second time where nothing was bought', () => {
    const { store, sent } = running('abandoned-basket');
    store.take([signalOf({ subject: 'Product Added' })], NOON);
    store.resume(NOON + DAY / 24);
    store.resume(NOON + DAY / 24 + DAY);
    expect(sent().map(([node]) => node)).toEqual(['first', 'second']);
  });

  it('wins back at the instant of silence and a week later', () => {
    const { store, sent } = running('win-back');
    store.take(
      [signalOf({ kind: 'left', subject: 'bought-in-90-days', cause: { kind: 'due', id: 'd', depth: 1 } })],
      NOON,
    );
    store.resume(NOON + 7 * DAY);
    expect(sent()).toEqual([
      ['now', NOON],
      ['again', NOON + 7 * DAY],
    ]);
  });

  it('welcomes, and writes again three days later in the morning', () => {
    const { store, sent } = running('welcome');
    store.take([signalOf({ subject: 'Signed Up' })], NOON);
    store.resume(NOON + 3 * DAY);
    store.resume(NOON + 4 * DAY - 7_200_000);
    expect(sent()).toEqual([
      ['hello', NOON],
      ['guide', NOON + 4 * DAY - 7_200_000],
    ]);
  });

  it('congratulates on the birthday', () => {
    const { store, sent } = running('birthday');
    store.take([signalOf({ kind: 'entered', subject: 'birthday-today', ...inSegments('birthday-today') })], NOON);
    expect(sent()).toEqual([['send', NOON]]);
  });

  it('writes in the morning of the week before a birthday, unless the day has come', () => {
    for (const isStill of [true, false]) {
      const { store, sent } = running('birthday-soon');
      const within = { subject: 'birthday-within-a-week', ...inSegments('birthday-within-a-week') };
      store.take([signalOf({ kind: 'entered', ...within })], NOON);
      const left = { subject: 'birthday-within-a-week', ...inSegments(), occurredAt: NOON + DAY / 2 };
      if (!isStill) store.take([signalOf({ kind: 'left', ...left })], NOON + DAY / 2);
      expect(store.nextDue()).toBe(NOON + DAY - 2 * HOUR);
      store.resume(NOON + DAY - 2 * HOUR);
      expect(sent()).toEqual(isStill ? [['write', NOON + DAY - 2 * HOUR]] : []);
    }
  });

  it.each(['birthday', 'birthday-soon', 'anniversary'])('%s writes once where its date is corrected', (id) => {
    const { store, sent } = running(id);
    const segment = presetOf(id).segment?.id ?? '';
    for (const at of [NOON, NOON + 30 * DAY]) {
      const entered = { subject: segment, occurredAt: at, ...inSegments(segment) };
      store.take([signalOf({ kind: 'entered', ...entered })], at);
      store.resume(at + DAY - 2 * HOUR);
    }
    expect(sent()).toHaveLength(1);
    const next = { subject: segment, occurredAt: NOON + 365 * DAY, ...inSegments(segment) };
    store.take([signalOf({ kind: 'entered', ...next })], NOON + 365 * DAY);
    store.resume(NOON + 366 * DAY - 2 * HOUR);
    expect(sent()).toHaveLength(2);
  });

  it('asks a week after an order, unless it was cancelled', () => {
    for (const cancelled of [false, true]) {
      const { store, sent } = running('post-purchase');
      store.take([signalOf({ kind: 'order', subject: 'placed', because: { id: 'o1' } })], NOON);
      const cancellation = { subject: 'Order Cancelled', because: { order_id: 'o1' }, occurredAt: NOON + DAY };
      if (cancelled) store.take([signalOf(cancellation)], NOON + DAY);
      store.resume(NOON + 7 * DAY);
      store.resume(NOON + 8 * DAY - 7_200_000);
      expect(sent()).toHaveLength(cancelled ? 0 : 1);
    }
  });

  it('congratulates on the tier', () => {
    const { store, sent } = running('tier-up');
    store.take([signalOf({ kind: 'tier', subject: 'value', from: 'standard', to: 'MVC', ...inTier('MVC') })], NOON);
    store.take([signalOf({ kind: 'tier', subject: 'value', from: 'MVC', to: 'MGC', ...inTier('MGC') })], NOON + 1);
    expect(sent()).toEqual([['send', NOON]]);
  });

  it('says that a little more keeps the level', () => {
    const { store, sent } = running('little-more');
    store.take(
      [signalOf({ kind: 'entered', subject: 'close-to-the-level', ...inSegments('close-to-the-level') })],
      NOON,
    );
    expect(sent()).toEqual([['send', NOON]]);
  });

  it('points those below zero to self-service, with a consent to marketing alone', () => {
    const { store, sent } = running('below-zero');
    const unasked = { head: head({ traits: { email: 'ana@example.test' }, consents: {} }) };
    const move = { kind: 'tier', subject: 'value', from: 'standard', to: 'BZ', ...inTier('BZ') } as const;
    store.take([signalOf({ ...move, ...unasked })], NOON);
    expect(sent()).toEqual([]);
    store.take([signalOf(move)], NOON + 1);
    expect(sent()).toEqual([['send', NOON + 1]]);
  });
});
