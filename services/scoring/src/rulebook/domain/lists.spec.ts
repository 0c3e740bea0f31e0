import { listKeyIn, listRule, withLists } from './lists';

it('knows the rule of a list, and no other', () => {
  expect(listKeyIn(listRule('0123456789'))).toBe('0123456789');
  const other = { kind: 'trait', name: 'city', is: 'equal', value: true } as const;
  for (const when of [
    other,
    { ...other, name: 'segueList.short' },
    { ...other, name: 'segueList.0123456789', value: 1 },
  ])
    expect(listKeyIn({ version: 1, when })).toBeNull();
});

it('gives lists as a trait that no source can set', () => {
  expect(withLists({ city: 'Wien' }, ['a'])).toEqual({ city: 'Wien', segueList: { a: true } });
  expect(withLists({ segueList: { vip: true } }, [])).toEqual({ segueList: {} });
});
