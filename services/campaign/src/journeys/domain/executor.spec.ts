import { NOON, rules, signal, visit, winBack } from '../../../testing/builders';
import { START, resumption } from '../../decide/domain/decision';
import { enrol, enrolmentId } from './enrolment';
import { advance } from './executor';
import { type Journey, journeyOf } from './journey';

const campaign = winBack({ webhook: 'shop' });
const journey = journeyOf(campaign);
const left = signal();
const begun = enrol(journey, 'userId:u1', left, NOON);

const legOf = (limits: Partial<ReturnType<typeof rules>['limits']> = {}, name = START) => ({
  signal: left,
  name,
  circumstances: {
    ...{ campaign, sent: [], causer: 'userId:u1' as const, now: NOON, brandZone: 'UTC', waiting: 0 },
    ...{ limits: { ...rules().limits, ...limits }, failures: new Map(), mailboxes: new Map() },
  },
});
const quiet = { quietHours: { from: '11:00', to: '13:00' } };

describe('an enrolment', () => {
  it('begins at the first step, under an id that follows from journey and signal', () => {
    expect(begun).toMatchObject({ journey: 'win-back', version: 1, node: 'send', since: NOON, state: 'active' });
    expect(begun.id).toBe(enrolmentId('win-back', left.id));
    expect(enrol({ ...journey, version: 2 }, 'userId:u1', left, NOON + 1).id).toBe(begun.id);
    expect(enrol(journey, 'userId:u1', visit('userId:u1'), NOON).id).not.toBe(begun.id);
  });

  it('sends and ends', () => {
    const { enrolment, drafts } = advance(begun, journey, legOf());

    expect(drafts.map(({ decision }) => decision.outcome)).toEqual(['sent']);
    expect(enrolment).toMatchObject({ id: begun.id, node: 'exit', state: 'ended', endedBy: 'exit' });
  });

  it('ends when its message is held back', () => {
    const { enrolment, drafts } = advance(begun, journey, legOf({ globalControl: 1 }));

    expect(drafts.map(({ decision }) => decision.reason)).toEqual(['global-control']);
    expect(enrolment.state).toBe('ended');
  });

  it('waits at the step whose message is deferred, and goes on from there', () => {
    const { enrolment: waiting } = advance(begun, journey, legOf(quiet));
    const dueAt = NOON + 3_600_000;
    expect(waiting).toEqual({ ...begun, node: 'send', state: 'waiting', dueAt, waitsFor: 'quiet-hours' });

    const { enrolment, drafts } = advance(waiting, journey, legOf({}, resumption(dueAt)));
    expect(drafts.map(({ decision }) => decision.leg)).toEqual([`resume-${dueAt}`]);
    expect(enrolment).toMatchObject({ id: begun.id, since: NOON, node: 'exit', state: 'ended', dueAt: null });
  });

  it('goes from step to step by name, and counts what it sends under the cap at once', () => {
    const twice: Journey = {
      ...journey,
      steps: [
        { node: 'first', kind: 'send', next: 'second' },
        { node: 'end', kind: 'exit' },
        { node: 'second', kind: 'send', next: 'end' },
      ],
    };
    const { enrolment, drafts, passed } = advance({ ...begun, node: 'first' }, twice, {
      ...legOf({ cap: { messages: 1, days: 7 } }),
    });

    expect(drafts.map(({ decision }) => [decision.leg, decision.reason])).toEqual([
      ['start', 'sent'],
      ['second-1', 'cap'],
    ]);
    expect(passed.map(({ node, turn, way }) => [node, turn, way])).toEqual([
      ['first', 0, 'sent'],
      ['second', 1, 'held'],
      ['end', 2, 'exit'],
    ]);
    expect(enrolment.node).toBe('end');
  });

  it('ends without a decision at a step that its journey no longer has', () => {
    const { enrolment, drafts } = advance({ ...begun, node: 'gone' }, journey, legOf());

    expect(drafts).toEqual([]);
    expect(enrolment).toMatchObject({ node: 'gone', state: 'ended', endedBy: 'lost' });
  });
});
