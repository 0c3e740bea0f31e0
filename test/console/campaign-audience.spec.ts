// The audience of a campaign from its portions, the gaps of a draft, and triggers in words.
import type { Draft } from '../../services/console/web/src/features/campaigns/campaign';
import {
  gapsIn,
  idFor,
  newDraft,
  withWording,
  withoutVariant,
  wordingOf,
} from '../../services/console/web/src/features/campaigns/campaign';
import { scaleOf, signedPercent } from '../../services/console/web/src/features/campaigns/lift-scale';
import { triggerInWords } from '../../services/console/web/src/features/campaigns/trigger-words';
import {
  isOpen,
  reachOf,
  stepsOf,
  withPortion,
} from '../../services/console/web/src/features/campaigns/edit/waterfall';
import { translator } from './dictionaries';

const portion = (over: Partial<Parameters<typeof withPortion>[1]>) => ({
  ...{ looked: 0, total: null, steps: [], shared: 0, empty: [], next: null, at: '2026-11-22T12:00:00.000Z' },
  ...over,
});
const step = (reason: string, customers: number, named: string[] = []) => ({ reason, customers, named });

describe('the audience of a campaign', () => {
  const first = portion({
    ...{ looked: 200, total: 300, next: 'c200', shared: 2 },
    steps: [step('sent', 120, ['a']), step('no-consent', 60, ['b']), step('control', 20)],
    empty: [{ field: 'customer.city', customers: 10 }],
  });

  it('adds up its portions to an exact count', () => {
    const half = withPortion(null, first);
    expect(isOpen(half)).toBe(true);
    const whole = withPortion(
      half,
      portion({ looked: 100, steps: [step('sent', 50, ['c']), step('cap', 30), step('quiet-hours', 20)] }),
    );
    expect(isOpen(whole)).toBe(false);
    expect(reachOf(whole)).toEqual({ customers: 190, error: 0, isExact: true, share: 190 / 300 });
    expect(Object.fromEntries(stepsOf(whole).map(({ name, customers }) => [name, customers]))).toEqual({
      ...{ other: 0, control: 20, consent: 60, address: 0, capped: 30, quiet: 20, receive: 170 },
    });
    expect(stepsOf(whole).find(({ name }) => name === 'receive')?.named).toEqual(['a', 'c']);
    expect(whole).toMatchObject({ shared: 2, empty: { 'customer.city': 10 } });
  });

  it('is an estimate with its error for large audiences, from a sample', () => {
    let audience = withPortion(null, { ...first, total: 1_000_000 });
    for (let more = 1; isOpen(audience); more++)
      audience = withPortion(audience, { ...first, total: null, next: `c${more}` });
    expect(audience.looked).toBe(4_000);
    const { customers, error, isExact } = reachOf(audience);
    expect([customers, isExact]).toEqual([600_000, false]);
    // 1.96 · √(.6 · .4 / 4000) of a million, less what the sample is of the whole.
    expect(error).toBeGreaterThan(15_000);
    expect(error).toBeLessThan(15_200);
    expect(stepsOf(audience).find(({ name }) => name === 'consent')?.customers).toBe(300_000);
  });

  it('is none where there is nobody', () => {
    expect(reachOf(withPortion(null, portion({ total: 0 })))).toMatchObject({
      customers: 0,
      share: null,
      isExact: true,
    });
  });
});

describe('the scale of a lift', () => {
  const percent = { percent: (share: number) => `${Math.round(share * 100)}%` };

  it.each([
    [
      { value: 0.04, from: 0.01, to: 0.07 },
      { most: 0.1, left: 55, width: 30, point: 70 },
    ],
    [
      { value: -0.3, from: -0.5, to: -0.1 },
      { most: 0.5, left: 0, width: 40, point: 20 },
    ],
    [
      { value: 0.5, from: 0.2, to: null },
      { most: 0.5, left: 70, width: 30, point: 100 },
    ],
  ])('of %j', (lift, { most, left, width, point }) => {
    const scale = scaleOf(lift);
    expect(scale).toMatchObject({ zero: 50, most });
    expect(scale.left).toBeCloseTo(left, 9);
    expect(scale.width).toBeCloseTo(width, 9);
    expect(scale.point).toBeCloseTo(point, 9);
  });

  it('says the sign, but not of nothing', () => {
    expect([0.041, -0.12, 0.001, 0].map((share) => signedPercent(share, percent))).toEqual(['+4%', '−12%', '0%', '0%']);
  });
});

describe('a draft', () => {
  const complete: Draft = { ...newDraft('vip'), name: 'Hello', content: { subject: '', body: 'Hello' } };

  it.each<[string, Partial<Draft>, string[]]>([
    ['nothing', {}, []],
    ['its name', { name: ' ' }, ['name']],
    [
      'its segment and text',
      { trigger: { on: 'left', segment: '' }, content: { subject: 'x', body: ' ' } },
      ['segment', 'body'],
    ],
    ['its event', { trigger: { on: 'touchpoint', event: '' } }, ['event']],
    ['its webhook', { channel: 'webhook' }, ['webhook']],
    [
      'the text of a language',
      { content: { subject: '', body: 'x', variants: { zh: { subject: '', body: '' } } } },
      ['body'],
    ],
  ])('lacks %s', (_, over, gaps) => expect(gapsIn({ ...complete, ...over })).toEqual(gaps));

  it('has an id of its own', () => {
    expect(idFor('Thank you! 2', ['x'])).toBe('thank-you-2');
    expect(idFor('唤回', ['campaign'])).toBe('campaign-2');
    expect(idFor('New', [])).toBe('new-2');
  });

  it('keeps its wordings apart', () => {
    const two = withWording(complete.content, 'zh', { subject: '您好', body: '您好' });
    expect(wordingOf(two, 'zh').body).toBe('您好');
    expect(wordingOf(two, 'de').body).toBe('Hello');
    expect(withWording(two, '', { subject: 'a', body: 'b' }).variants).toEqual(two.variants);
    expect(withoutVariant(two, 'zh')).toEqual(complete.content);
  });
});

describe('a trigger in words', () => {
  it.each<[Draft['trigger'], string, string]>([
    [{ on: 'entered', segment: 'vip' }, 'When a customer enters “VIPs”', '客户进入“VIPs”时'],
    [
      { on: 'tier', scheme: 'value', to: ['MVC', 'MGC'] },
      'When the Value tier becomes MVC, MGC',
      '价值分层变为最有价值、高成长时',
    ],
    [{ on: 'tier', scheme: 'rfm' }, 'When the RFM name changes', '消费行为分组（RFM）变化时'],
    [{ on: 'order', is: 'refunded' }, 'When an order is refunded', '订单退款时'],
    [{ on: 'touchpoint', event: 'Store Visited' }, 'When “Store Visited” happens', '发生“Store Visited”时'],
  ])('%j', (trigger, english, chinese) => {
    expect(triggerInWords(trigger, { vip: 'VIPs' }, translator('en'))).toBe(english);
    expect(triggerInWords(trigger, { vip: 'VIPs' }, translator('zh-CN'))).toBe(chinese);
  });
});
