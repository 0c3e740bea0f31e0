import { UNSUBSCRIBE_URL } from '@segue/contracts';
import { unsubscribeHeaders, withLink } from './unsubscribe';

const URL = 'https://shop.test/unsubscribe/v1.abc';

describe('the unsubscribe link of an e-mail', () => {
  it('stands wherever the content says so', () => {
    const html = `<a href="${UNSUBSCRIBE_URL}">Stop</a> or <a href='${UNSUBSCRIBE_URL}'>here</a>`;
    expect(withLink(html, URL)).toBe(`<a href="${URL}">Stop</a> or <a href='${URL}'>here</a>`);
  });

  it('stands in a line at the end of content that does not mention it, within its body', () => {
    expect(withLink('<p>Hi</p>', URL)).toMatch(/^<p>Hi<\/p>\n<p .*v1\.abc.*<\/p>$/);
    expect(withLink('<html><BODY>Hi</BODY></html>', URL)).toMatch(/Hi<p .*v1\.abc.*<\/p>\n<\/BODY><\/html>$/);
  });

  it('is put in the right place whatever letters come before it', () => {
    expect(withLink('<body>İİİ$&</body>', URL)).toMatch(/^<body>İİİ\$&<p .*v1\.abc.*<\/p>\n<\/body>$/);
  });

  it('is no one-click link without https', () => {
    expect(Object.keys(unsubscribeHeaders('http://localhost/u'))).toEqual(['List-Unsubscribe']);
  });

  it('is one click by RFC 8058', () => {
    expect(unsubscribeHeaders(URL)).toEqual({
      'List-Unsubscribe': `<${URL}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });
});
