import { contentFault, render } from './render';

const data = {
  customer: { id: 'c1', name: 'Ana <3', city: 'Wien' },
  tiers: { value: { tier: 'MVC' } },
  segments: {},
  orders: { count: 2 },
  signal: { kind: 'tier', subject: 'value', from: 'MGC', to: 'MVC' },
};

describe('what a campaign says', () => {
  it('escapes in the body, and keeps the subject one plain line', () => {
    const content = { subject: 'Hello\n {{ customer.name }}', body: '<b>{{ customer.name }}</b> now {{ signal.to }}' };
    expect(render(content, data)).toEqual({ subject: 'Hello Ana <3', body: '<b>Ana &lt;3</b> now MVC' });
  });

  it('may name whatever a message knows, and names of its own', () => {
    const body = '{% assign town = customer.city %}{% for order in orders.list %}{{ order.id }}{% endfor %}{{ town }}';
    expect(contentFault({ subject: '{{ tiers.value.tier }} {{ customer.anything }}', body })).toBeNull();
  });

  it.each([
    [{ subject: '{{ custmer.name }}', body: '' }, 'content.subject', 'there is no custmer'],
    [{ subject: 'a', body: '{{ customer.name ' }, 'content.body', 'not closed'],
    [{ subject: 'a', body: '{% render "/etc/passwd" %}' }, 'content.body', ''],
    [{ subject: 'a', body: '{{ customer.name | nosuch }}' }, 'content.body', 'undefined filter'],
  ])('says what is wrong with %j', (content, path, message) => {
    const fault = contentFault(content);
    expect(fault?.path).toBe(path);
    expect(fault?.message).toContain(message);
  });
});
