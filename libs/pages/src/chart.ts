// Small charts for the documentation: plain SVG, readable in light and dark mode, with labels
// beside the lines.

const WIDTH = 640;
const HEIGHT = 260;
const LEFT = 56;
const RIGHT = 120;
const TOP = 32;
const BOTTOM = 36;
const COLOURS = ['#2f6fb2', '#c2571a', '#4a8f3c', '#8a5fb0'];
const INK = '#6b7280';

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Marked with a dot. */
  readonly dot?: readonly [x: number, y: number];
}

export function lineChart(title: string, xName: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const [x0, x1] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const top = Math.max(...all.map(([, y]) => y));
  const placed = ([x, y]: readonly [number, number]) =>
    `${at(LEFT, WIDTH - RIGHT, (x - x0) / (x1 - x0))} ${at(HEIGHT - BOTTOM, TOP, y / top)}`;
  const ends = lines.map(({ points }) => Number(placed(points.at(-1) as [number, number]).split(' ')[1]));
  const labels = apart(ends);
  const drawn = lines.map(({ name, points, dot }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const way = points.map((point) => placed(point).replace(' ', ',')).join(' ');
    const [dotX, dotY] = dot ? placed(dot).split(' ') : [];
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${way}"/>`,
      dot ? `<circle cx="${dotX}" cy="${dotY}" r="4" fill="${colour}"/>` : '',
      text(WIDTH - RIGHT + 6, (labels[index] as number) + 4, name, colour),
    ].join('');
  });
  return svg(title, xName, [
    axis(top),
    ...drawn,
    text(LEFT, HEIGHT - 20, String(x0)),
    text(WIDTH - RIGHT, HEIGHT - 20, String(x1), INK, 'end'),
  ]);
}

/** Returns the heights, moved up so that labels do not overlap. */
function apart(heights: readonly number[]): number[] {
  const moved: number[] = [...heights];
  let last = Infinity;
  for (const index of heights.map((_, at) => at).sort((a, b) => (heights[b] as number) - (heights[a] as number))) {
    last = Math.min(heights[index] as number, last - LABEL);
    moved[index] = last;
  }
  return moved;
}

const LABEL = 15;

export function barChart(
  title: string,
  xName: string,
  bars: readonly { name: string; values: readonly number[] }[],
): string {
  const top = Math.max(...bars.flatMap(({ values }) => values));
  const room = (WIDTH - LEFT - 16) / bars.length;
  const drawn = bars.flatMap(({ name, values }, index) => {
    const wide = (room * 0.7) / values.length;
    const left = LEFT + index * room;
    return [
      ...values.map((value, part) => {
        const y = Number(at(HEIGHT - BOTTOM, TOP, value / top));
        const x = left + part * wide;
        return `<rect x="${x.toFixed(1)}" y="${y}" width="${(wide - 2).toFixed(1)}" height="${(HEIGHT - BOTTOM - y).toFixed(1)}" fill="${COLOURS[part]}"/>`;
      }),
      text(left, HEIGHT - 20, name),
    ];
  });
  return svg(title, xName, [axis(top), ...drawn]);
}

function axis(top: number): string {
  const base = HEIGHT - BOTTOM;
  return `<path d="M${LEFT} ${TOP}V${base}H${WIDTH - 16}" stroke="${INK}" fill="none"/>${text(LEFT - 6, TOP + 4, round(top), INK, 'end')}${text(LEFT - 6, base, '0', INK, 'end')}`;
}

function svg(title: string, xName: string, parts: readonly string[]): string {
  const body = [text(LEFT, 18, title), text(WIDTH - 16, HEIGHT - 4, xName, INK, 'end'), ...parts].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">\n${body}\n</svg>\n`;
}

function text(x: number, y: number, words: string, colour = INK, anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour}" text-anchor="${anchor}">${words}</text>`;
}

function at(from: number, to: number, share: number): string {
  return (from + (to - from) * share).toFixed(1);
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
