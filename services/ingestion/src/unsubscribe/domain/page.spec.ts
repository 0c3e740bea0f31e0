import { languageOf, pageOf } from './page';

describe('the page behind an unsubscribe link', () => {
  it('asks before it changes anything, and says afterwards what holds', () => {
    const ask = pageOf({ kind: 'ask', address: 'ana@x.test' }, 'en');
    expect(ask).toContain('Here you can stop advertising e-mails to ana@x.test.');
    expect(ask).toContain('<form method="post">');
    const done = pageOf({ kind: 'done', address: 'ana@x.test' }, 'zh');
    expect(done).toContain('不会再向 ana@x.test 发送营销邮件。');
    expect(done).not.toContain('<form');
  });

  it('shows no markup of an address', () => {
    expect(pageOf({ kind: 'ask', address: `"<img src=x>'&"@x.test` }, 'en')).toContain(
      '&quot;&lt;img src=x&gt;&#39;&amp;&quot;@x.test',
    );
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [' ZH-hans', 'zh'],
    ['en,zh;q=0.5', 'en'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('speaks to %s in %s', (header, language) => expect(languageOf(header)).toBe(language));
});
