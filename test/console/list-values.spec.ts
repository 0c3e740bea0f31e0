import { kindOf, valuesIn } from '../../services/console/web/src/features/segments/fixed-list/list-values';

it('takes the first field of each row, without a heading, empty rows and repeats', () => {
  expect(valuesIn('\uFEFFE-mail;Name\r\nana@example.com;Ana\r\n\r\n"b, c@x.y",Ben\nana@example.com')).toEqual([
    'ana@example.com',
    'b, c@x.y',
  ]);
  expect(valuesIn('u1\nu2\tx')).toEqual(['u1', 'u2']);
  expect(valuesIn('会员号\n7001')).toEqual(['7001']);
  expect(valuesIn('')).toEqual([]);
});

it('tells what the values are by their looks', () => {
  expect(kindOf(['ana@example.com', 'ben@example.com', 'x'])).toBe('email');
  expect(kindOf(['+43 664 1234567', '0043 664 1234568'])).toBe('phone');
  expect(kindOf(['7001', 'u2'])).toBe('id');
  expect(kindOf([])).toBe('id');
});
