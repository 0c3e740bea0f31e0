// The unsubscribe link in a marketing e-mail: in its headers (RFC 2369, RFC 8058) and in its body.
// Pure.
import { UNSUBSCRIBE_URL } from '@segue/contracts';

/**
 * Returns the headers by which mail programs offer one-click unsubscribing. Their providers require
 * that a DKIM signature covers both, which nodemailer's does.
 */
export const unsubscribeHeaders = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  // One click is for https only (RFC 8058, section 3.1).
  ...(url.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
});

/** Whether content has the recipient's link where it says so. */
export const namesLink = (html: string): boolean => html.includes(UNSUBSCRIBE_URL);

/** Returns the content with the link: where it says so, else in a line at its end. */
export function withLink(html: string, url: string): string {
  if (namesLink(html)) return html.replaceAll(UNSUBSCRIBE_URL, () => url);
  const line = `<p style="font-size:12px;color:#595959"><a href="${url}">Unsubscribe · 退订</a></p>`;
  // By the text itself: lower case may be longer.
  const end = [...html.matchAll(/<\/body>/gi)].at(-1)?.index ?? -1;
  return end < 0 ? `${html}\n${line}` : `${html.slice(0, end)}${line}\n${html.slice(end)}`;
}
