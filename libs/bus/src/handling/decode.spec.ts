import { type ConsentChanged, consents } from '@segue/contracts';
import { stretchesOf } from './decode';
import type { Outgoing, Received } from '../bus';
import { markOutgoing, toOutgoing } from './outgoing';

const consent: ConsentChanged = {
  v: 1,
  identity: 'userId:a',
  customer: 'c',
  number: 1,
  consents: {},
  occurredAt: 1,
  recordedAt: 2,
  origin: 'live',
  cause: null,
};
const good = toOutgoing(consents, consent);
const bad: Outgoing = { key: 'x', value: Buffer.from('{') };
const mark = (at: number): Outgoing => markOutgoing({ v: 1, at, last: false });

const received = (...all: Outgoing[]): Received[] =>
  all.map(({ key, value, headers = {} }, offset) => ({ key, value, headers, offset: String(offset) }));

/** Returns `offsets ! unreadable offsets @ mark` of every stretch. */
const inWords = (records: Received[]): string[] =>
  stretchesOf(consents, { partition: 3, messages: records }).map(({ delivered, unreadable, mark: passed }) =>
    [
      delivered.map(({ offset }) => offset).join(),
      unreadable.map(({ record }) => `!${record.offset}`).join(),
      passed ? `@${passed.at}` : '',
    ].join(' '),
  );

describe('the stretches of a batch', () => {
  it('are one where there is no mark', () => {
    expect(inWords(received(good, good))).toEqual(['0,1  ']);
  });

  it('end at marks; what follows is the next', () => {
    expect(inWords(received(good, mark(5), mark(6), good))).toEqual(['0  @5', '  @6', '3  ']);
  });

  it('end with the batch when the mark is its last', () => {
    expect(inWords(received(good, mark(5)))).toEqual(['0  @5']);
  });

  it('set aside what cannot be read, a broken mark too', () => {
    const broken = { ...mark(5), value: Buffer.from('{"v":1,"at":"soon","last":false}') };
    const [stretch] = stretchesOf(consents, { partition: 3, messages: received(bad, good, broken) });
    expect(stretch?.delivered.map(({ offset }) => offset)).toEqual(['1']);
    expect(stretch).toMatchObject({
      partition: 3,
      delivered: [{ partition: 3 }],
      unreadable: [{ partition: 3 }, { partition: 3 }],
    });
    expect(stretch?.unreadable.map(({ record, why }) => [record.offset, why.code, why.path])).toEqual([
      ['0', 'json', ''],
      ['2', 'shape', 'at'],
    ]);
  });
});
