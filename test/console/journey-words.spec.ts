// Steps of a journey in words, their counts, and the texts that the editor changes.
import type { Draft } from '../../services/console/web/src/features/campaigns/campaign';
import { gapsIn, newDraft } from '../../services/console/web/src/features/campaigns/campaign';
import {
  type JourneyCounts,
  type JourneyStep,
  countsByNode,
  messagesOf,
  underWay,
  waitingByNode,
  waysOf,
  withMessage,
} from '../../services/console/web/src/features/campaigns/journey/journey';
import {
  endInWords,
  goalInWords,
  stepInWords,
  wayInWords,
} from '../../services/console/web/src/features/campaigns/journey/step-words';
import {
  type Passed,
  leftInWords,
  passedInWords,
  waitInWords,
} from '../../services/console/web/src/features/campaigns/journey/story-words';
import type { Language } from '../../services/console/web/src/i18n/languages';
import { formatIn } from '../../services/console/web/src/words/format';
import { translator } from './dictionaries';

const wording = (language: Language) => ({
  ...{ t: translator(language), format: formatIn(language), segments: { vip: 'VIP' } },
});
const both = (say: (language: Language) => string) => [say('en'), say('zh-CN')];
const content = { subject: 'Hello', body: '<p>Hello</p>' };
const again = { subject: 'Again', body: '<p>Again</p>' };

const SEND: JourneyStep = { node: 'first', kind: 'send', next: 'wait' };
const WAIT: JourneyStep = {
  ...{ node: 'wait', kind: 'wait', event: 'Order Completed', timeout: 86_400 },
  ...{ next: 'end', otherwise: 'second' },
};
const SECOND: JourneyStep = { node: 'second', kind: 'send', content: again, next: 'third' };
const THIRD: JourneyStep = { node: 'third', kind: 'send', next: 'end' };
const END: JourneyStep = { node: 'end', kind: 'exit' };
const DRAFT: Draft = { ...newDraft('vip'), content, steps: [SEND, WAIT, SECOND, THIRD, END], severalAtOnce: true };
const BRANCH: JourneyStep = {
  ...{ node: 'branch', kind: 'branch', otherwise: 'end' },
  ways: [
    { if: { segment: 'vip' }, next: 'first' },
    { if: { segment: 'vip', not: true }, next: 'first' },
    { if: { scheme: 'value', tier: 'MVC' }, next: 'first' },
    { if: { consent: 'email/marketing', not: true }, next: 'first' },
    { if: { trait: 'city', equals: 'Wien' }, next: 'first' },
  ],
};
const SPLIT: JourneyStep = {
  ...{ node: 'split', kind: 'split' },
  ways: [
    { share: 3, next: 'first' },
    { share: 1, next: 'end' },
  ],
};

describe('a step in words', () => {
  it.each<[JourneyStep, string, string]>([
    [SEND, 'Send “Hello”', '发送“Hello”'],
    [SECOND, 'Send “Again”', '发送“Again”'],
    [
      { ...SEND, whileTriggerHolds: false },
      'Send “Hello”, also where the trigger no longer holds',
      '发送“Hello”，触发条件不再成立时也发送',
    ],
    [{ node: 'w', kind: 'wait', for: 259_200, next: 'end' }, 'Wait 3 days', '等待 3 天'],
    [{ node: 'w', kind: 'wait', for: 3_600, next: 'end' }, 'Wait 1 hour', '等待 1 小时'],
    [{ node: 'w', kind: 'wait', for: 5_400, next: 'end' }, 'Wait 90 minutes', '等待 90 分钟'],
    [{ node: 'w', kind: 'wait', for: 61, next: 'end' }, 'Wait 61 seconds', '等待 61 秒'],
    [{ node: 'w', kind: 'wait', until: '09:00', next: 'end' }, 'Wait until 09:00', '等到 09:00'],
    [
      { node: 'w', kind: 'wait', until: '09:00', weekdays: [1, 5], next: 'end' },
      'Wait until 09:00 on Monday, Friday',
      '等到周一、周五 09:00',
    ],
    [WAIT, 'Wait until “Order Completed”, for at most 1 day', '等待“Order Completed”，至多 1 天'],
    [BRANCH, 'Branch', '条件分支'],
    [SPLIT, 'Split by lot', '随机分流'],
    [{ node: 'g', kind: 'goal' }, 'End: goal met', '结束：目标已达成'],
    [END, 'End', '结束'],
  ])('%j', (step, english, chinese) => {
    expect(both((language) => stepInWords(step, DRAFT, wording(language)))).toEqual([english, chinese]);
  });

  it('names each way, and where it leads', () => {
    const named = (step: JourneyStep, language: Language) =>
      waysOf(step).map(({ way }, place) => wayInWords(step, way, place + 2, wording(language)));
    expect(named(BRANCH, 'en')).toEqual([
      'In “VIP”: step 2',
      'Not in “VIP”: step 3',
      'Value tier is MVC: step 4',
      'No consent to marketing by E-mail: step 5',
      'city is “Wien”: step 6',
      'Otherwise: step 7',
    ]);
    expect(named(BRANCH, 'zh-CN').slice(2, 4)).toEqual(['价值分层为最有价值：到第 4 步', '未授权邮件营销：到第 5 步']);
    expect(named(SPLIT, 'en')).toEqual(['75% of customers: step 2', '25% of customers: step 3']);
    expect(named(WAIT, 'en')).toEqual(['When it comes: step 2', 'When the time is up: step 3']);
    expect(waysOf(SEND)).toEqual([]);
  });

  it('and its goal and end', () => {
    const goals: NonNullable<Draft['goal']>[] = [
      { event: 'Order Completed', sameBasket: true, withinDays: 3 },
      { event: 'Store Visited', withinDays: 1 },
      { order: 'placed' },
    ];
    expect(goals.map((goal) => goalInWords(goal, translator('en')))).toEqual([
      'Goal: “Order Completed” of the same basket within 3 days',
      'Goal: “Store Visited” within 1 day',
      'Goal: an order within 7 days',
    ]);
    expect(both((language) => endInWords('too-many-waiting', translator(language)))).toEqual([
      'Too many waits of one customer',
      '同一客户等待过多',
    ]);
    expect(both((language) => endInWords('held', translator(language)))).toEqual(['held back', '未发送']);
  });
});

describe('the counts of a journey', () => {
  it('are added up over versions, by step', () => {
    const steps: JourneyCounts['steps'] = [
      { version: 1, node: 'wait', entered: 5, waiting: 2, left: { event: 3 } },
      { version: 2, node: 'wait', entered: 4, waiting: 1, left: { event: 1, timeout: 2 } },
      { version: 1, node: 'gone', entered: 1, waiting: 1, left: {} },
    ];
    expect([...countsByNode({ steps, enrolments: { treated: {}, control: {} } })]).toEqual([
      ['wait', { entered: 9, waiting: 3, left: { event: 4, timeout: 2 } }],
      ['gone', { entered: 1, waiting: 1, left: {} }],
    ]);
  });

  it('say who waits where, over versions', () => {
    const waiting = [
      { version: 1, node: 'wait', waiting: 2 },
      { version: 1, node: 'gone', waiting: 1 },
      { version: 2, node: 'wait', waiting: 3 },
    ];
    expect(waitingByNode(waiting)).toEqual([
      { node: 'wait', waiting: 5 },
      { node: 'gone', waiting: 1 },
    ]);
  });

  it('leave under way what has not ended', () => {
    expect(underWay({ begun: 10, met: 3, exit: 2, lost: 1 })).toBe(4);
    expect(underWay({})).toBe(0);
  });
});

describe('the texts of a journey', () => {
  it('are those of its steps; steps without one share that of the campaign', () => {
    expect(messagesOf(DRAFT)).toEqual([
      { place: null, steps: [1, 4], content },
      { place: 2, steps: [3], content: again },
    ]);
  });

  it('are missing where the text of a step is empty', () => {
    const draft = { ...DRAFT, name: 'Journey' };
    expect(gapsIn(draft)).toEqual([]);
    expect(gapsIn({ ...draft, ...withMessage(draft, 2, { subject: 'Again', body: ' ' }) })).toEqual(['body']);
  });

  it('change alone: every other part of the draft stays', () => {
    const other = { subject: 'Changed', body: '<p>Changed</p>' };
    const changed = { ...DRAFT, ...withMessage(DRAFT, 2, other) };
    expect(changed).toEqual({ ...DRAFT, steps: [SEND, WAIT, { ...SECOND, content: other }, THIRD, END] });
    expect({ ...DRAFT, ...withMessage(DRAFT, null, other) }).toEqual({ ...DRAFT, content: other });
  });
});

describe('the story of an enrolment', () => {
  const passed = (over: Partial<Passed>): Passed => ({
    ...{ node: 'wait', kind: 'wait', version: 2, way: 'timeout', why: null },
    ...{ enteredAt: '2026-11-22T12:00:00.000Z', leftAt: '2026-11-23T12:00:00.000Z' },
    ...over,
  });
  const known = { ...DRAFT, version: 2 };
  const inWords = (one: Passed) => [passedInWords(one, known, wording('en')), leftInWords(one, known, wording('en'))];

  it('names the step, the way out and why', () => {
    expect(inWords(passed({}))).toEqual([
      'Wait until “Order Completed”, for at most 1 day',
      'When the time is up: step 3',
    ]);
    const held = passed({ node: 'first', kind: 'send', way: 'held', why: { decision: 'd1', reason: 'cap' } });
    expect(inWords(held)).toEqual(['Send “Hello”', 'held back: frequency cap']);
    expect(inWords(passed({ node: 'end', kind: 'exit', way: 'exit' }))).toEqual(['End', null]);
    expect(inWords(passed({ way: null, leftAt: null }))[1]).toBeNull();
    expect(inWords(passed({ way: 'met' }))[1]).toBe('Goal met');
  });

  it('says no more of a step of another version than its kind', () => {
    expect(inWords(passed({ version: 1 }))).toEqual(['Wait', 'time was up without the event']);
    expect(passedInWords(passed({}), undefined, wording('zh-CN'))).toBe('等待');
  });

  it('says until when it waits, and for what', () => {
    expect(both((language) => waitInWords('goal', '22 Nov', wording(language)))).toEqual([
      'Waits for the goal until 22 Nov',
      '等待目标达成，到 22 Nov 为止',
    ]);
    expect(waitInWords('unknown', '22 Nov', wording('en'))).toBe('Waits until 22 Nov');
  });
});
