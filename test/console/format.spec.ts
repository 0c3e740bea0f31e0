// Numbers, money and times as each language writes them.
import { formatIn, minorOf } from '../../services/console/web/src/words/format';

const [en, zh] = [formatIn('en'), formatIn('zh-CN')];
const AT = Date.UTC(2026, 10, 22, 12, 5, 9);
/** Some runtimes set narrow spaces that do not break. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');

it('money has the digits of its currency, and is short where it is large', () => {
  expect([en.money(123_456, 'USD'), zh.money(123_456, 'CNY')]).toEqual(['$1,234.56', '¥1,234.56']);
  expect(en.money(500, 'JPY')).toBe('¥500');
  expect(en.money(12.4, 'USD')).toBe('$0.12');
  expect([en.moneyShort(1_234_567_00, 'USD'), zh.moneyShort(12_000_00, 'CNY')]).toEqual(['$1.2m', '¥1.2万']);
  expect(en.moneyMajor(29.33, 'EUR')).toBe('€29.33');
  expect(plain(en.moneyNamed(29.33, 'CAD'))).toBe('CAD 29.33');
});

it('a typed amount becomes minor units, whatever the digits of the currency', () => {
  expect([minorOf(19.99, 'USD'), minorOf(0.29, 'USD'), minorOf(500, 'JPY')]).toEqual([1999, 29, 500]);
});

it('numbers and shares are rounded and grouped', () => {
  expect([en.number(1_234_567), en.percent(0.305), zh.percent(0.3)]).toEqual(['1,234,567', '31%', '30%']);
});

it('dates name the weekday, with a space before it in Chinese', () => {
  expect(en.date(AT)).toBe('Sun, 22 November 2026');
  expect(zh.date(AT)).toBe('2026年11月22日 周日');
  expect([en.day(AT), en.month(AT)]).toEqual(['22 Nov', 'Nov 2026']);
});

it('an instant is shown on the clock of another zone', () => {
  expect([en.timeIn(AT, 'Asia/Shanghai'), en.timeIn(AT, 'America/New_York')]).toEqual(['20:05', '07:05']);
  expect(en.dateTimeIn(AT, 'Asia/Tokyo')).toBe('22 Nov, 21:05');
});

it('a zone is named, and one that the runtime does not know stays as it is', () => {
  expect([en.zone('Asia/Shanghai'), zh.zone('Asia/Shanghai')]).toEqual(['China Standard Time', '中国标准时间']);
  expect(en.zone('Mars/Olympus')).toBe('Mars/Olympus');
});

describe('a length of time', () => {
  const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
  it.each([
    [45 * SECOND, '45 seconds'],
    [MINUTE, '1 minute'],
    [90 * MINUTE, '90 minutes'],
    [3 * HOUR, '3 hours'],
    [47 * HOUR, '47 hours'],
    [9 * DAY, '9 days'],
    [20 * DAY, '3 weeks'],
    [800 * DAY, '2 years'],
  ])('of %i ms is in the largest unit of which there are two', (ms, text) => {
    expect(en.span(ms)).toBe(text);
  });

  it('counts from now in both directions', () => {
    expect([en.relative(AT + 3 * DAY, AT), en.relative(AT - 3 * DAY, AT)]).toEqual(['in 3 days', '3 days ago']);
    expect([zh.relative(AT + 3 * DAY, AT), zh.relative(AT - 3 * DAY, AT)]).toEqual(['3 天后', '3 天前']);
  });

  it.each([
    [7, '7 ms', '7 毫秒'],
    [1_000, '1 s', '1 秒'],
    [1_711, '1.7 s', '1.7 秒'],
    [12_040, '12 s', '12 秒'],
  ])('of %i ms is in seconds from one second on', (ms, english, chinese) => {
    expect([plain(en.milliseconds(ms)), plain(zh.milliseconds(ms))]).toEqual([english, chinese]);
  });
});
