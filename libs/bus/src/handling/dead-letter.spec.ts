import { decode, deadLetters, encode } from '@segue/contracts';
import { deadLetterOf } from './dead-letter';

const place = { group: 'profile', topic: 'touchpoints' };
const partition = 3;
const why = { code: 'json', path: 'a.b', reason: 'not JSON' };
const record = (value: string) => ({ offset: '17', key: 'k', value: Buffer.from(value), headers: { h: '1' } });

describe('a dead letter', () => {
  it('has its id from where the record stood, and the bytes as they were', () => {
    const letter = deadLetterOf(place, { partition, record: record('{'), why }, 99);
    expect(letter).toMatchObject({ id: 'profile/touchpoints/3/17', value: 'ew==', headers: { h: '1' }, ...why });
    expect(letter).toMatchObject({ occurredAt: 99, recordedAt: 99, origin: 'live' });
  });

  it('has the time and the origin that the bytes state', () => {
    const letter = deadLetterOf(
      place,
      { partition, record: record('{"occurredAt":5,"origin":"replay","v":9}'), why },
      99,
    );
    expect(letter).toMatchObject({ occurredAt: 5, recordedAt: 99, origin: 'replay' });
    const odd = deadLetterOf(place, { partition, record: record('{"occurredAt":"5","origin":"elsewhere"}'), why }, 99);
    expect(odd).toMatchObject({ occurredAt: 99, origin: 'live' });
  });

  it('fits its own contract', () => {
    const long = { ...why, reason: 'x'.repeat(10_000) };
    const letter = deadLetterOf(place, { partition, record: record('null'), why: long }, 99);
    expect(decode(deadLetters, encode(letter))).toEqual(letter);
  });
});
