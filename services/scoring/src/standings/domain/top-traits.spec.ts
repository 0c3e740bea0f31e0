import { TopTraits } from './top-traits';

function topOf(...customers: Record<string, unknown>[]) {
  const tally = new TopTraits();
  for (const traits of customers) tally.add(traits);
  return tally.top();
}

it('has the most frequent traits and values first, by their paths', () => {
  const wien = { city: 'Wien', address: { zip: 1010 }, likes: ['tea', 'tea', 'cake'] };
  expect(topOf(wien, wien, wien, { city: 'Graz' }, { city: 'Graz' }, { city: 'Graz' }, { city: 'Graz' })).toEqual([
    {
      ...{ name: 'city', customers: 7 },
      values: [
        { value: 'Graz', customers: 4 },
        { value: 'Wien', customers: 3 },
      ],
    },
    { name: 'address.zip', customers: 3, values: [{ value: 1010, customers: 3 }] },
    {
      ...{ name: 'likes', customers: 3 },
      values: [
        { value: 'tea', customers: 3 },
        { value: 'cake', customers: 3 },
      ],
    },
  ]);
});

it('names no value of fewer than three customers: it may say who somebody is', () => {
  const [email] = topOf({ email: 'a@example.com' }, { email: 'a@example.com' }, { email: 'b@example.com' });
  expect(email).toEqual({ name: 'email', customers: 3, values: [] });
});

it('never names persons, however many have the same name', () => {
  const li = { name: '李娜', firstName: '娜', address: { street: 'Main' }, streetcar: 'D' };
  const values = topOf(li, li, li, li).map(({ name, values: top }) => [name, top.length]);
  expect(values).toEqual([
    ['name', 0],
    ['firstName', 0],
    ['address.street', 0],
    ['streetcar', 1],
  ]);
});

it('is bounded, whatever the traits are', () => {
  const tally = new TopTraits();
  for (let customer = 0; customer < 2_000; customer++)
    tally.add({ [`t${customer}`]: 1, id: `value ${customer}`, long: 'x'.repeat(500), deep: { a: { b: { c: 1 } } } });
  const top = tally.top();
  expect(top).toHaveLength(100);
  expect(top.map(({ name }) => name)).not.toContain('long');
  expect(top.map(({ name }) => name)).not.toContain('deep.a.b.c');
});
