import { textPartOf } from './text-part';

describe('the text part of an e-mail', () => {
  it.each([
    ['<p>Hello Ana,</p><p>thank you&nbsp;&amp; goodbye</p>', 'Hello Ana,\n\nthank you & goodbye'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<a href="https://shop.example/a?b=1&amp;c=2">Your order</a>', 'Your order (https://shop.example/a?b=1&c=2)'],
    ['<a href="https://shop.example">https://shop.example</a>', 'https://shop.example'],
    ['<ul><li>first</li><li>second</li></ul>', '- first\n- second'],
    [
      '<html><head><title>x</title><style>p{color:red}</style></head><body><!-- no --><p>谢谢</p></body></html>',
      '谢谢',
    ],
    ['5 &lt; 6 &#20320;&#x597D; &#0; &nope;', '5 < 6 你好 &#0; &nope;'],
    ['plain text\nwithout   marks', 'plain text without marks'],
    ['', ''],
  ])('of %j is %j', (html, text) => expect(textPartOf(html)).toBe(text));

  it('shows no markup that a value brings along', () => {
    expect(textPartOf('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')).toBe('<script>alert(1)</script>');
  });

  it('takes time in proportion to the length, whatever the content', () => {
    const began = performance.now();
    for (const part of ['<a href="', '<style>', '<!--', '&#', '<', '<p ']) textPartOf(part.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
