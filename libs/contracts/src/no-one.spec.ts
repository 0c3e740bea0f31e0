import { isNoOne } from './no-one';

describe('isNoOne', () => {
  it.each([
    ...['0', '000', '-', '--', '?', '-1', '', ' ', 'null', 'NULL', 'n/a', '[object Object]', 'Guest', 'not set'],
    ...['GUEST-CHECKOUT', 'guest_checkout', 'WALKIN', 'Walk-in customer', '未知', '散客', '(not set)'],
    '00000000-0000-0000-0000-000000000000',
    ...['\u200b', '\u2060\ufeff', '\u3164', '#N/A', '#REF!', '{{userId}}', '{{ user.id }}', '${userId}', '<%= id %>'],
    ...['%%EMAIL%%', '*|UNIQID|*', '[[customer]]', '{% id %}'],
  ])('%j stands for no one', (id) => {
    expect(isNoOne(id)).toBe(true);
  });

  it.each([
    '1',
    '10',
    '00010',
    '-10',
    'real1',
    'guest7',
    'woo-0',
    'a-0',
    'Guestling',
    '未知数',
    '#1',
    '{7f3a}',
    '100%',
    'a\u200bb',
    'no one',
    'nobody@x.test',
  ])('%j names a customer', (id) => {
    expect(isNoOne(id)).toBe(false);
  });
});
