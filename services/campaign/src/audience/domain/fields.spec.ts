import type { CustomerState } from '@segue/contracts';
import { head } from '../../../testing/builders';
import { emptyFieldsOf, fieldsIn } from './fields';

describe('the fields of a template', () => {
  it.each([
    ['{{ customer.name }} {{ customer.address.city | upcase }}', ['name', 'address.city']],
    ['{{customer.name}} {{ customer.name }}', ['name']],
    ['{{ customer.name | default: "you" }}', []],
    ['{{ customer.id }} {{ orders }} customer.name', []],
    ['{% if customer.city %}{{ customer.city }}{% endif %}', ['city']],
  ])('of %j are %j', (body, fields) => expect(fieldsIn({ subject: '', body })).toEqual(fields));

  it('are empty where the customer has no value, by the wording that each gets', () => {
    const one = (traits: Record<string, unknown>, locale: string | null = null) =>
      ({ head: head({ traits, locale }) }) as CustomerState;
    const customers = [one({ name: 'Ana' }), one({ name: ' ' }), one({ city: 'Wien' }), one({}, 'zh-CN')];
    const content = {
      ...{ subject: '{{ customer.name }}', body: '{{ customer.city }}' },
      variants: { zh: { subject: '{{ customer.phone }}', body: '您好' } },
    };
    expect(emptyFieldsOf(content, customers)).toEqual([
      { field: 'customer.city', customers: 2 },
      { field: 'customer.name', customers: 2 },
      { field: 'customer.phone', customers: 1 },
    ]);
  });
});
