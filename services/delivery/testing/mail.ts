// Reads a mail as a receiver does: its headers, its HTML, and whether its DKIM signature holds.
import { type KeyObject, createHash, verify } from 'node:crypto';

interface Field {
  name: string;
  /** As it was sent, with line breaks. */
  line: string;
}

function split(mail: string): { fields: Field[]; body: string } {
  const end = mail.indexOf('\r\n\r\n');
  const lines = mail.slice(0, end).split(/\r\n(?![ \t])/);
  const fields = lines.map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), line }));
  return { fields, body: mail.slice(end + 4) };
}

const valueOf = ({ line }: Field) =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r\n(?=[ \t])/g, '')
    .trim();

/** Returns the headers by lower-case name, and the decoded HTML and text of a mail. */
export function partsOf(mail: string): { headers: Map<string, string>; html: string; text: string } {
  const { fields, body } = split(mail);
  const headers = new Map(fields.map((field) => [field.name, valueOf(field)]));
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1];
  const inner = boundary === undefined ? [] : body.split(`--${boundary}`).slice(1, -1);
  const parts = inner.map((part) => partOf(part.replace(/^\r\n/, '').replace(/\r\n$/, '')));
  const of = (type: string) => parts.find((part) => part.type.startsWith(type))?.content ?? '';
  return { headers, html: of('text/html'), text: of('text/plain') };
}

function partOf(part: string): { type: string; content: string } {
  const { fields, body } = split(part);
  const headers = new Map(fields.map((field) => [field.name, valueOf(field)]));
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  const content = encoding === 'quoted-printable' ? unquoted(body) : decoded(body, encoding);
  return { type: headers.get('content-type') ?? '', content };
}

const decoded = (body: string, encoding: string | undefined) =>
  encoding === 'base64' ? Buffer.from(body, 'base64').toString() : body;

function unquoted(body: string): string {
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** Returns the tags of a `DKIM-Signature`. */
export function tagsOf(signature: string): Map<string, string> {
  return new Map(
    signature
      .split(';')
      .filter((tag) => tag.includes('='))
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  );
}

/** Verifies a signature with `c=relaxed/relaxed` and `a=rsa-sha256` (RFC 6376 3.4, 3.7). */
export function isSigned(mail: string, key: KeyObject): boolean {
  const { fields, body } = split(mail);
  const signature = fields.find(({ name }) => name === 'dkim-signature');
  if (!signature) return false;
  const tags = tagsOf(valueOf(signature));
  if (createHash('sha256').update(relaxedBody(body)).digest('base64') !== tags.get('bh')) return false;
  const unused = [...fields].reverse();
  const covered = (tags.get('h') ?? '').split(':').flatMap((name) => {
    const place = unused.findIndex((field) => field.name === name.toLowerCase());
    return place < 0 ? [] : unused.splice(place, 1);
  });
  const own = relaxed(signature).replace(/(\bb=)[^;]*$/, '$1');
  const signed = [...covered.map((field) => `${relaxed(field)}\r\n`), own].join('');
  return verify('sha256', Buffer.from(signed), key, Buffer.from(tags.get('b') ?? '', 'base64'));
}

const relaxed = (field: Field) => `${field.name}:${valueOf(field).replace(/[ \t]+/g, ' ')}`;

function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
}
