// The text part of an e-mail, made from its HTML: for programs that show no HTML, and for filters
// that distrust mail without one. One pass, so that no content takes long. Pure.

/** Elements whose content is not shown. */
const UNSEEN: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title']);
const BREAKS: ReadonlySet<string> = new Set(['br', 'hr', 'tr']);
const BLOCKS: ReadonlySet<string> = new Set([
  ...['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'ul', 'ol', 'blockquote', 'section', 'header', 'footer'],
]);
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|hellip|ndash|mdash|euro|copy));/gi;
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
  ...{ hellip: '…', ndash: '–', mdash: '—', euro: '€', copy: '©' },
};
const LARGEST_POINT = 0x10ffff;

/** Returns the text of HTML: lines for blocks, `text (address)` for links. */
export function textPartOf(html: string): string {
  return piecesOf(html)
    .join('')
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function piecesOf(html: string): string[] {
  const pieces: string[] = [];
  /** The open link, and where its text begins among the pieces. */
  let link: { address: string; from: number } | null = null;
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf('<', at);
    pieces.push(shown(html.slice(at, start < 0 ? html.length : start)));
    if (start < 0) break;
    const isComment = html.startsWith('<!--', start);
    const end = html.indexOf(isComment ? '-->' : '>', start);
    if (end < 0) break;
    at = end + (isComment ? 3 : 1);
    if (isComment) continue;
    const tag = html.slice(start + 1, end);
    const name = /^\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
    const isEnd = tag.startsWith('/');
    if (!isEnd && UNSEEN.has(name)) at = afterElement(html, name, at);
    if (!isEnd && name === 'a') link = { address: addressIn(tag), from: pieces.length };
    if (isEnd && name === 'a' && link !== null) {
      const text = pieces.splice(link.from).join('').trim();
      pieces.push(linked(text, link.address));
      link = null;
    }
    pieces.push(breakOf(name, isEnd));
  }
  return pieces;
}

function breakOf(name: string, isEnd: boolean): string {
  if (name === 'li') return isEnd ? '\n' : '- ';
  if (BREAKS.has(name)) return isEnd && name !== 'tr' ? '' : '\n';
  return isEnd && BLOCKS.has(name) ? '\n\n' : '';
}

/** Returns the place behind the end of an element whose content is not shown. */
function afterElement(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}\\s*>`, 'gi');
  end.lastIndex = from;
  return end.exec(html) === null ? html.length : end.lastIndex;
}

function addressIn(tag: string): string {
  const [, double, single] = HREF.exec(tag) ?? [];
  return decoded(double ?? single ?? '');
}

const linked = (text: string, address: string): string =>
  text === '' || text === address || address === '' ? text || address : `${text} (${address})`;

/** White space counts as one space, as where HTML is shown. */
const shown = (text: string): string => decoded(text.replace(/[ \t\r\n]+/g, ' '));

function decoded(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return point > 0 && point <= LARGEST_POINT ? String.fromCodePoint(point) : whole;
  });
}
