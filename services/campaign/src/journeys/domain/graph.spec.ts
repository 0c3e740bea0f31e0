import { draft } from '../../../testing/builders';
import { draftFault } from './campaign';
import { stepsFault } from './graph';
import type { JourneyStep } from './steps/forms';

const end: JourneyStep = { node: 'end', kind: 'exit' };
const send = (node: string, next: string): JourneyStep => ({ node, kind: 'send', next });
const branch = (node: string, next: string, otherwise: string): JourneyStep => ({
  ...{ node, kind: 'branch', otherwise },
  ways: [{ if: { segment: 'vip' }, next }],
});

describe('the steps of a journey', () => {
  it.each<[string, JourneyStep[], string | null]>([
    ['one after the other', [send('a', 'b'), send('b', 'end'), end], null],
    ['that part and meet again', [branch('a', 'b', 'end'), send('b', 'end'), end], null],
    ['with two of one name', [send('a', 'end'), send('a', 'end'), end], 'steps.1.node step_twice'],
    ['that lead nowhere', [branch('a', 'end', 'b'), end], 'steps.0.otherwise step_unknown'],
    ['that no way reaches', [send('a', 'end'), end, send('b', 'end')], 'steps.2.node step_unreachable'],
    ['that lead back', [branch('a', 'b', 'end'), send('b', 'a'), end], 'steps.1.next step_circle'],
    ['that lead to themselves', [send('a', 'a')], 'steps.0.next step_circle'],
  ])('%s', (_, steps, expected) => {
    const fault = stepsFault(steps);
    expect(fault && `${fault.path} ${fault.code}`).toBe(expected);
  });

  it('may be fifty, one after the other', () => {
    const steps = Array.from({ length: 50 }, (_, n) => (n < 49 ? send(`s${n}`, `s${n + 1}`) : { ...end, node: 's49' }));
    expect([draftFault(draft({ steps })), stepsFault(steps)]).toEqual([null, null]);
    expect(draftFault(draft({ steps: [...steps, { ...end, node: 's50' }] }))?.path).toBe('steps');
  });

  it('may be fifty, and a step have ten ways: ten times as many are refused', () => {
    const chain = Array.from({ length: 500 }, (_, n) => send(`s${n}`, n < 499 ? `s${n + 1}` : 'end'));
    expect(draftFault(draft({ steps: [...chain, end] }))).toMatchObject({ code: 'shape', path: 'steps' });
    const ways = (count: number) => Array.from({ length: count }, () => ({ if: { segment: 'vip' }, next: 'end' }));
    const parting = (count: number): JourneyStep =>
      ({ ...branch('a', 'end', 'end'), ways: ways(count) }) as JourneyStep;
    expect(draftFault(draft({ steps: [parting(10), end] }))).toBeNull();
    expect(draftFault(draft({ steps: [parting(100), end] }))?.path).toContain('steps.0');
  });

  it.each<[string, object, string]>([
    ['a wait of more than 366 days', { node: 'w', kind: 'wait', for: 366 * 86_400 + 1, next: 'end' }, 'steps.0'],
    ['a split of one way', { node: 's', kind: 'split', ways: [{ share: 1, next: 'end' }] }, 'steps.0'],
    ['a step of no known kind', { node: 'x', kind: 'teleport', next: 'end' }, 'steps.0'],
    ['a name with a space', { node: 'my step', kind: 'exit' }, 'steps.0'],
    ['a time of no clock', { node: 'w', kind: 'wait', until: '24:00', next: 'end' }, 'steps.0'],
  ])('refuse %s, with its path', (_, step, path) => {
    expect(draftFault(draft({ steps: [step as JourneyStep, end] }))?.path).toContain(path);
  });
});
