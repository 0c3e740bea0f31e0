import { atOnce } from '@segue/contracts';
import { judgeBatch } from './accept';
import { type Reception } from './judged';
import { NOW, reception, judged, taken, refusedFor, seen } from '../../../testing/judging';

describe('when it happened', () => {
  const at = (event: object, over?: Partial<Reception>) => {
    const occurredAt = taken({ ...seen, ...event }, over)?.occurredAt;
    return occurredAt === undefined ? undefined : new Date(occurredAt).toISOString();
  };

  it('is when it was received, if it does not say', () => {
    expect(at({})).toBe('2026-03-01T12:00:00.000Z');
  });

  it('is corrected by how far the clock of the sender is off', () => {
    expect(at({ timestamp: '2026-03-01T08:59:00Z', sentAt: '2026-03-01T09:00:00Z' })).toBe('2026-03-01T11:59:00.000Z');
    expect(at({ timestamp: '2026-03-01T14:59:00Z', sentAt: '2026-03-01T15:00:00Z' })).toBe('2026-03-01T11:59:00.000Z');
  });

  it('is corrected by small errors of the clock too', () => {
    expect(at({ timestamp: '2026-03-01T11:59:57Z', sentAt: '2026-03-01T11:59:58Z' })).toBe('2026-03-01T11:59:59.000Z');
    expect(at({ timestamp: '2026-03-01T12:00:04Z', sentAt: '2026-03-01T12:00:05Z' })).toBe('2026-03-01T11:59:59.000Z');
  });

  it('keeps the order in which a fast clock spoke, with and without sentAt', () => {
    const granted = { ...seen, timestamp: '2026-03-01T13:00:00.000Z' };
    const withdrawn = { ...seen, timestamp: '2026-03-01T13:00:00.700Z' };
    const times = (sentAt?: string) =>
      atOnce(judgeBatch({ batch: [granted, withdrawn], sentAt }, reception())).accepted.map(
        ({ touchpoint }) => touchpoint.occurredAt - NOW,
      );
    expect(times()).toEqual([-700, 0]);
    expect(times('2026-03-01T13:00:01Z')).toEqual([-1_000, -300]);
  });

  it('says which of one instant came later', () => {
    const places = (first: number) =>
      judged([seen, seen, seen], { place: first }).accepted.map(({ touchpoint }) => touchpoint.place);
    expect(places(0)).toEqual([0, 1, 2]);
    expect(places(7)).toEqual([7, 8, 9]);
  });

  it('is never later than the clock of the service', () => {
    expect(at({ timestamp: '2027-01-01T00:00:00Z' })).toBe('2026-03-01T12:00:00.000Z');
  });

  it('is taken at its word in history, and is the time of the replay for visitors', () => {
    const late = { timestamp: '2026-03-01T12:00:05Z', sentAt: '1998-01-01T00:00:00Z' };
    expect(at(late, { origin: 'import' })).toBe('2026-03-01T12:00:05.000Z');
    const replayTime = Date.parse('1998-01-01T00:00:00Z');
    expect(at(late, { replayTime })).toBe('1998-01-01T00:00:00.000Z');
    expect(at(late, { replayTime, origin: 'replay' })).toBe('2026-03-01T12:00:05.000Z');
  });

  it('reads offsets, dates alone, milliseconds, and UTC where no offset is given', () => {
    expect(at({ timestamp: '2026-02-01T08:00:00+08:00' })).toBe('2026-02-01T00:00:00.000Z');
    expect(at({ timestamp: '2026-02-01' })).toBe('2026-02-01T00:00:00.000Z');
    expect(at({ timestamp: '2026-02-01 08:00:00' })).toBe('2026-02-01T08:00:00.000Z');
    expect(at({ timestamp: 1769932800123 })).toBe('2026-02-01T08:00:00.123Z');
  });

  it.each([
    [1769932800, '2026-02-01T08:00:00.000Z'],
    [1769932800.25, '2026-02-01T08:00:00.250Z'],
    [631152000, '1990-01-01T00:00:00.000Z'],
    [631152000000, '1990-01-01T00:00:00.000Z'],
  ])('reads %p in the unit that it can only have', (timestamp, when) => {
    expect(at({ timestamp })).toBe(when);
  });

  it('reads seconds in sentAt too, and a clock that was never set', () => {
    expect(at({ timestamp: 1769932800, sentAt: 1769932860.5 })).toBe('2026-03-01T11:58:59.500Z');
    expect(at({ timestamp: '1970-01-01T00:00:10Z', sentAt: '1970-01-01T00:00:12Z' })).toBe('2026-03-01T11:59:58.000Z');
  });

  it.each([
    ...['soon', '2026-13-01T00:00:00Z', '2024-02-30T10:00:00Z', '2023-02-29', '', -1, '1/2/2026'],
    ...[1, 631151999, 300_000_000_000, 631151999999, '1989-12-31T23:59:59Z', '1769932800', 1769932800123456],
  ])('refuses %p', (timestamp) => {
    expect(refusedFor({ ...seen, timestamp })).toBe('time timestamp');
  });
});
