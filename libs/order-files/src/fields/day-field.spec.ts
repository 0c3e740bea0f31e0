import { dayIn } from './day-field';

const reason = (read: () => unknown): string => {
  try {
    return `read as ${JSON.stringify(read())}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('dayIn', () => {
  const day = (field: string, zone = 'Asia/Shanghai') => reason(() => dayIn(field, zone, '2026-11-28'));

  it.each([
    '2024-03-05',
    '2024/3/5',
    '2024.03.05',
    '20240305',
    '2024年3月5日',
    '2024年03月05日 10:11',
    '2024-03-05 10:11:12',
  ])('reads %s', (field) => {
    expect(day(field)).toBe('read as "2024-03-05"');
  });

  it.each([
    ['2026-11-20T23:30:00Z', 'Asia/Shanghai', '2026-11-21'],
    ['2026-11-20T23:30:00.250Z', 'America/New_York', '2026-11-20'],
    ['2026-11-21 01:00:00 +0800', 'UTC', '2026-11-20'],
    ['2026-11-20 20:00:00 -05:00', 'UTC', '2026-11-21'],
    ['2026-11-20 9:30 UTC', 'Pacific/Auckland', '2026-11-20'],
    ['2026-11-20 23:30:00', 'Asia/Shanghai', '2026-11-20'],
  ])('puts %s in %s on %s', (field, zone, expected) => {
    expect(day(field, zone)).toBe(`read as "${expected}"`);
  });

  it.each([
    ['03/04/2024', 'must be a day such as 2024-03-10'],
    ['2024-03/05', 'must be a day such as 2024-03-10'],
    ['20240230', 'is not a valid date'],
    ['2024年13月5日', 'is not a valid date'],
    ['2024-03-05T25:00:00Z', 'has a time that no day has'],
    ['2027-01-01', 'must be from 1970-01-02 to today'],
    ['', 'is missing'],
  ])('refuses %j with the reason', (field, message) => {
    expect(day(field)).toBe(message);
  });
});
