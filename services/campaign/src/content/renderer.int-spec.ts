// The renderer with its thread.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Rendering } from './domain/content';
import { RENDER_LIMITS } from './render.thread';
import { Renderer } from './renderer';

const data = {
  customer: { id: 'c1', name: 'Ana <3', city: 'Wien' },
  tiers: { value: { tier: 'MVC' } },
  segments: {},
  orders: { count: 2 },
  order: undefined,
  unsubscribe: undefined,
  money: { gross: 123456, refunded: 0, net: 123456 },
  signal: { kind: 'tier', subject: 'value', from: 'MGC', to: 'MVC' },
};
// Limits that hold on a busy, slow machine.
const renderer = new Renderer({ ...RENDER_LIMITS, renderMs: 100, threadMs: 1_000 });
afterAll(() => renderer.onModuleDestroy());

const FORMATTING = { zone: 'America/New_York', locale: 'de-DE', currency: 'EUR', now: Date.UTC(2026, 0, 1, 3) };
const HELLO = { subject: 'Hello', body: 'Hello {{ customer.name }}' };
const RUNS_AWAY = {
  subject: '',
  body: '{% for i in (1..9000) %}{% for j in (1..9000) %}{{ i | times: j }}{% endfor %}{% endfor %}',
};

let count = 0;
const message = (content: Rendering['content'], campaign = content.body.slice(0, 9)): Rendering => ({
  id: `d${count++}`,
  campaign,
  version: 1,
  content,
  variant: '',
  format: 'html',
  data,
  formatting: FORMATTING,
});
const rendered = async (content: Rendering['content']) => (await renderer.render([message(content, `${count}`)]))[0];

describe('rendered content', () => {
  it('escapes in the body, and keeps the subject one plain line', async () => {
    const content = { subject: 'Hello\n {{ customer.name }}', body: '<b>{{ customer.name }}</b> now {{ signal.to }}' };
    expect(await rendered(content)).toEqual({ subject: 'Hello Ana <3', body: '<b>Ana &lt;3</b> now MVC' });
  });

  describe('by where it goes', () => {
    const name = "Zoë O'Brien & <Co>";
    const written = async (body: string, over: Partial<Rendering> = {}, customer: object = { name }) => {
      const given = { ...message({ subject: '', body }, `${count}`), data: { ...data, customer }, ...over };
      const [answer] = await renderer.render([given]);
      return answer && 'body' in answer ? answer.body : answer;
    };
    const text = { format: 'text' as const };

    it('is escaped once in HTML, captured or not, and never in text', async () => {
      const captured = '{% capture who %}<b>{{ customer.name }}</b>{% endcapture %}';
      const html = 'Zoë O&#39;Brien &amp; &lt;Co&gt;';
      expect(await written('{{ customer.name }}')).toBe(html);
      expect(await written(`${captured}{{ customer.name | escape }}`)).toBe(html);
      expect(await written('{% capture who %}{{ customer.name }}{% endcapture %}{{ who }}')).toBe(html);
      expect(await written('{{ customer.name }}', text)).toBe(name);
      expect(await written('{% capture who %}{{ customer.name }}{% endcapture %}{{ who }}', text)).toBe(name);
      expect(await written('https://x.test/?b={{ customer.code }}', text, { code: 'a&b' })).toBe(
        'https://x.test/?b=a&b',
      );
    });

    it.each([
      ['{{ customer.at | date: "%F %H:%M" }}', { at: '2026-01-01T03:00:00Z' }, '2025-12-31 22:00'],
      ['{{ customer.at | date: "%Y-%m-%d" }}', { at: Date.UTC(2026, 0, 1, 3) }, '2025-12-31'],
      ['{{ customer.at | date: "%Y-%m-%d" }}', { at: Date.UTC(2026, 0, 1, 3) / 1000 }, '2025-12-31'],
      ['{{ customer.birthday | date: "%d.%m.%Y" }}', { birthday: '1990-05-01' }, '01.05.1990'],
      ...[
        ...['1990-05-01', '1990/05/01', '1990-05-01T00:00:00Z', '1990-05-01t00:00:00z', '1990-05-01T00:00:00+00:00'],
        ...['1990-05-01 00:00:00', '1990-05-01T00:00:00.000Z', '1990-05-01T00:00:00+08:00', '1990-05-01 00:00:00 UTC'],
      ].map((birthday): [string, object, string] => [
        '{{ customer.birthday | date: "%-d %B" }}',
        { birthday },
        '1 May',
      ]),
      ['{{ customer.birthday | date: "%d", "Asia/Shanghai" }}', { birthday: '1990-05-01' }, '01'],
      ['{{ customer.at | date: "%d", "America/New_York" }}', { at: '2026-01-01T00:00:00Z' }, '31'],
      ['{{ customer.at | date: "%F %H:%M" }}', { at: '2026-01-01T00:00:00Z' }, '2025-12-31 19:00'],
      ['{{ "now" | date: "%F" }}', {}, '2025-12-31'],
      ['{{ customer.birthday | date: "%d.%m.%Y" }}', { birthday: '1990/02/31' }, '1990/02/31'],
      ['{{ customer.birthday | date: "%d.%m.%Y" }}', { birthday: '1990-02-31' }, '1990-02-31'],
      ['{{ customer.at | date: "%d.%m.%Y" }}', { at: '2026-02-29T10:00:00Z' }, '2026-02-29T10:00:00Z'],
      ['{{ customer.at | date: "%H:%M", "Asia/Shanghai" }}', { at: '2026-01-01T03:00:00Z' }, '11:00'],
      ['{{ money.net | money }}', {}, '1.234,56\u00a0€'],
      ['{{ customer.credit | money: "JPY" }}', { credit: 500 }, '500\u00a0¥'],
      ['{{ customer.credit | money }}', { credit: -5 }, '-0,05\u00a0€'],
      ['{{ customer.credit | money }}', { credit: 'much' }, ''],
      ['{{ 8.2 | minus: 0.2 }} {{ 0.1 | plus: 0.2 }} {{ customer.points | times: 1.1 }}', { points: 3 }, '8 0.3 3.3'],
      ['{{ customer.at }} {{ 10 | divided_by: 4.0 }} {{ true }}', { at: 12345678901 }, '12345678901 2.5 true'],
      ['[{{ customer.address }}] {{ customer.address.city }}', { address: { city: 'Lyon' } }, '[] Lyon'],
    ])('writes %s', async (body, customer, result) => {
      expect(await written(body, text, customer)).toBe(result);
    });

    it.each([
      ['{{ order.amount | money }}', '50 ¥'],
      ['{{ order.amount }} {{ order.currency }}', '50 JPY'],
      ['{{ order.amount | times: 2 }}', '100'],
      ['{% if order.amount >= 50 and order.amount < 51 %}yes{% endif %}', 'yes'],
      ['{% if order.amount == 50 %}yes{% endif %}', 'yes'],
      ['{% assign paid = order.total %}{{ paid | money }}', '60 ¥'],
      ['{{ order.refund.amount | money }}', '0,07 $'],
      ['{{ order.amount | money: "EUR" }}', '0,50 €'],
      ['{{ order.amount.currency }}{{ order.nothing | money }}', 'JPY'],
    ])('writes %s in the currency of the order', async (body, result) => {
      const refund = { id: 'r1', amount: 7, currency: 'USD' };
      const order = { id: 'o1', amount: 50, total: 60, currency: 'JPY', refund };
      expect(await written(body, { ...text, data: { ...data, order } })).toBe(result);
    });

    it('knows no order where the signal is about none', async () => {
      expect(await written('{{ order.id }}{{ order.amount | money }}.', text)).toBe('.');
    });

    it.each([
      ['{{ "now" | date: "%K" }}', 'there is no date format %K'],
      ['{{ "now" | date: "%Y-%" }}', 'the date format ends with %'],
      ['{{ money.net | money: "EURO" }}', 'there is no currency EURO'],
      ['{{ money.net | mony }}', 'undefined filter: mony'],
    ])('refuses %s when it is saved', async (body, message) => {
      expect((await renderer.check({ subject: 's', body }))?.message).toContain(message);
    });
  });

  it('comes in the order of the messages, for any number of them', async () => {
    const content = { subject: '{{ customer.n }}', body: 'x' };
    const many = Array.from({ length: 1_000 }, (_, n) => ({
      ...message(content, 'many'),
      data: { ...data, customer: { n } },
    }));
    expect(await renderer.render(many)).toEqual(many.map((_, n) => ({ subject: `${n}`, body: 'x' })));
  });

  it('may be long for every customer: together they need not fit into the thread at once', async () => {
    const content = { subject: 'long', body: 'x'.repeat(90_000) };
    const answers = await renderer.render(Array.from({ length: 1_000 }, () => message(content, 'long')));
    expect(answers.filter((one) => 'failure' in one)).toEqual([]);
  });

  it('cannot reach the process, files or prototypes', async () => {
    const body = '{{ customer.constructor.name }}{{ customer.__proto__ }}{{ process.env }}{{ customer.name.length }}';
    expect(await rendered({ subject: '', body })).toEqual({ subject: '', body: '6' });
    expect(await rendered({ subject: '', body: '{% include "/etc/passwd" %}' })).toMatchObject({
      failure: { error: 'render', field: 'body' },
    });
  });
});

describe('a message that fails to render', () => {
  it.each([
    ['takes too long', RUNS_AWAY, { error: 'time', field: 'body', line: 1 }],
    [
      'takes too much memory',
      { subject: '', body: '\n{% for i in (1..99999999) %}{% endfor %}' },
      { error: 'memory', line: 2 },
    ],
    [
      'is too long',
      { subject: '', body: '{% for i in (1..300) %}' + 'x'.repeat(1_000) + '{% endfor %}' },
      { error: 'size', field: 'body' },
    ],
    ['has too long a subject', { subject: 'x'.repeat(1_001), body: 'x' }, { error: 'size', field: 'subject' }],
    [
      'cannot be read',
      { subject: '', body: 'a\n  {{ customer.name ' },
      { error: 'template', field: 'body', line: 2, column: 3 },
    ],
    [
      'cannot work',
      { subject: '', body: '{% for x in customer.name limit: y.z %}{% endfor %}{{ "a" | where: "b" | nosuch }}' },
      { error: 'template' },
    ],
  ])('because it %s says so without any value of the customer', async (_, content, failure) => {
    const answer = await rendered(content);
    expect(answer).toEqual({ failure: expect.objectContaining(failure) });
    expect(JSON.stringify(answer)).not.toContain('Ana');
  });

  it('is the only one of its batch that fails, and blocks nothing meanwhile', async () => {
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    const [first, away, last] = await renderer.render([message(HELLO), message(RUNS_AWAY), message(HELLO)]);
    loop.disable();

    const hello = { subject: 'Hello', body: 'Hello Ana &lt;3' };
    expect([first, last]).toEqual([hello, hello]);
    expect(away).toMatchObject({ failure: { error: 'time' } });
    expect(loop.max / 1e6).toBeLessThan(100);
  });

  it('ends its thread where nothing else would stop it, and the next thread renders the rest', async () => {
    const impatient = new Renderer({ ...RENDER_LIMITS, renderMs: 60_000, threadMs: 300 });
    const answers = await impatient.render([message(HELLO), message(RUNS_AWAY), message(HELLO)]);
    await impatient.onModuleDestroy();

    expect(answers.map((one) => 'failure' in one)).toEqual([false, true, false]);
  }, 60_000);

  it('is tried for three customers and not for a thousand', async () => {
    const started = performance.now();
    const answers = await renderer.render(Array.from({ length: 1_000 }, () => message(RUNS_AWAY, 'again')));

    expect(answers.every((one) => 'failure' in one)).toBe(true);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('a check of templates', () => {
  it('accepts all variables of a message, and variables that the template assigns', async () => {
    const body = '{% assign town = customer.city %}{% for order in orders.list %}{{ order.id }}{% endfor %}{{ town }}';
    expect(await renderer.check({ subject: '{{ tiers.value.tier }} {{ customer.anything }}', body })).toBeNull();
  });

  it.each([
    [{ subject: '{{ custmer.name }}', body: '' }, 'content.subject', 'there is no custmer'],
    [{ subject: 'a', body: '{{ customer.name ' }, 'content.body', 'not closed'],
    [{ subject: 'a', body: '{% render "/etc/passwd" %}' }, 'content.body', ''],
    [{ subject: 'a', body: '{{ customer.name | nosuch }}' }, 'content.body', 'undefined filter'],
  ])('says what is wrong with %j', async (content, path, message) => {
    const fault = await renderer.check(content);
    expect(fault?.path).toBe(path);
    expect(fault?.message).toContain(message);
  });
});
