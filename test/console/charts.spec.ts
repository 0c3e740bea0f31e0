// The options of the charts: what is drawn, and its words.
import type { Curve } from '../../services/console/web/src/api/types';
import { curveOption } from '../../services/console/web/src/features/customers/curve/curve-option';
import { trendOption } from '../../services/console/web/src/features/operate/latency/trend-option';
import type { Language } from '../../services/console/web/src/i18n/languages';
import { formatIn } from '../../services/console/web/src/words/format';
import { translator } from './dictionaries';

interface Shape {
  xAxis: { min: number; max: number };
  yAxis: { max: number };
  series: {
    name?: string;
    type: string;
    data: [number, number | null][];
    label?: { formatter: string };
    markArea?: { data: [{ xAxis: number; label: { show: boolean; formatter: string } }, { xAxis: number }][] };
  }[];
  tooltip: { formatter: (series: object[]) => string };
}

const wordsIn = (language: Language) => ({ t: translator(language), format: formatIn(language), dark: false });
const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1, 12);
const at = (day: number) => new Date(START + day * DAY).toISOString();

describe('the curve of a customer', () => {
  const point = (day: number, tier: string, expectedRevenue: number) => ({
    ...{ at: at(day), tier, expectedRevenue, pAlive: 0.5, netMargin: 100 },
  });
  const curve = {
    now: at(10),
    points: [point(0, 'MVC', 9_000), point(20, 'MVC', 6_000), point(21, 'MGC', 4_000), point(40, 'standard', 2_000)],
  } as unknown as Curve;
  const crossing = { at: START + 20.5 * DAY, from: 'MVC', to: 'MGC' };
  const drawn = (language: Language) =>
    curveOption({ ...wordsIn(language), curve, crossing, currency: 'USD' }) as unknown as Shape;

  it('has both lines, and the next crossing as a dot between two points', () => {
    const { series } = drawn('en');
    expect(series.map(({ type, name }) => [type, name])).toEqual([
      ['line', 'Expected value'],
      ['line', 'P(alive)'],
      ['scatter', undefined],
    ]);
    expect(series[2]?.data).toEqual([[crossing.at, 5_000]]);
    expect(series[2]?.label?.formatter).toBe('MVC → MGC, Sun, 22 November 2026');
    expect(drawn('zh-CN').series[2]?.label?.formatter).toBe('最有价值 → 高成长，2026年11月22日 周日');
  });

  it('has a band for each tier, named where there is room', () => {
    const bands = drawn('zh-CN').series[0]?.markArea?.data ?? [];
    expect(bands.map(([{ label }]) => [label.formatter, label.show])).toEqual([
      ['最有价值', true],
      ['高成长', true],
      ['普通', false],
    ]);
  });

  it('says the numbers of a day in its tooltip', () => {
    expect(
      drawn('en')
        .tooltip.formatter([{ seriesType: 'line', dataIndex: 0 }])
        .split('<br>'),
    ).toEqual([
      '<b>Sun, 1 November 2026</b>',
      'Expected value: $90.00',
      'P(alive): 50%',
      'Net margin: $1.00',
      'Value tier: MVC',
    ]);
    expect(drawn('en').tooltip.formatter([{ seriesType: 'scatter', dataIndex: 0 }])).toBe('');
  });
});

describe('latency over time', () => {
  const readings = [
    { at: START, p95: { profile: 40 } },
    { at: START + 10_000, p95: { profile: 0.2, delivery: 20_000 } },
  ];
  const drawn = trendOption({ ...wordsIn('en'), readings }) as unknown as Shape;

  it('has a line for each stage, with a gap where no touchpoint reached it', () => {
    expect(drawn.series.map(({ name, data }) => [name, data.map(([, ms]) => ms)])).toEqual([
      ['Profile', [40, 1]],
      ['Scoring', [null, null]],
      ['Campaign', [null, null]],
      ['Delivery', [null, 20_000]],
    ]);
  });

  it('covers five minutes at least, and all values', () => {
    const last = START + 10_000;
    expect([drawn.xAxis.min, drawn.xAxis.max, drawn.yAxis.max]).toEqual([last - 300_000, last, 100_000]);
  });

  it('says in its tooltip which stages were measured', () => {
    const [when, ...stages] = drawn.tooltip.formatter([{ dataIndex: 1 }]).split('<br>');
    expect(when).toMatch(/^<b>\d\d:\d\d:\d\d<\/b>$/);
    expect(stages).toEqual(['Profile: 0 ms', 'Delivery: 20 s']);
  });
});
