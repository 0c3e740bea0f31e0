// The page behind an unsubscribe link, in the reader's language. Pure; no scripts.

export type Language = 'en' | 'zh';

/** What the page says: it asks, it says that it is done, or that the link is none. */
export type PageState = { kind: 'ask' | 'done'; address: string } | { kind: 'unknown' };

const WORDS = {
  en: {
    lang: 'en',
    title: 'E-mail settings',
    ask: (address: string) => `Here you can stop advertising e-mails to ${address}.`,
    unchanged: 'Opening this page has changed nothing.',
    button: 'Stop advertising e-mails',
    done: (address: string) => `No more advertising e-mails go to ${address}.`,
    service: 'Messages about your orders still reach you.',
    unknown: 'This link is not valid. Please use the link in the e-mail again.',
  },
  zh: {
    lang: 'zh-CN',
    title: '邮件设置',
    ask: (address: string) => `您可以在此停止接收发往 ${address} 的营销邮件。`,
    unchanged: '打开本页面没有更改任何设置。',
    button: '停止接收营销邮件',
    done: (address: string) => `不会再向 ${address} 发送营销邮件。`,
    service: '与您的订单有关的邮件仍会发送给您。',
    unknown: '此链接无效，请重新使用邮件中的链接。',
  },
} as const;

/** Returns the language that an `Accept-Language` header names first; English for any other. */
export function languageOf(header: string | undefined): Language {
  return /^\s*zh\b/i.test(header ?? '') ? 'zh' : 'en';
}

export function pageOf(state: PageState, language: Language): string {
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<style>
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1f1f1f; background: #fafafa; }
main { max-width: 30rem; margin: 12vh auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: 6px; color: #fff; background: #1f4fd8; }
button:focus-visible { outline: 3px solid #9db7ff; }
p.note { color: #595959; }
</style>
</head>
<body><main>
<h1>${words.title}</h1>
${contentOf(state, words)}
</main></body>
</html>
`;
}

function contentOf(state: PageState, words: (typeof WORDS)[Language]): string {
  if (state.kind === 'unknown') return `<p>${words.unknown}</p>`;
  const address = escaped(state.address);
  return state.kind === 'done'
    ? `<p role="status">${words.done(address)}</p>\n<p class="note">${words.service}</p>`
    : `<p>${words.ask(address)}</p>
<form method="post"><button type="submit">${words.button}</button></form>
<p class="note">${words.unchanged} ${words.service}</p>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] as string);
