import { wholeName } from './names';

it.each([
  [{ name: 'Ana Lee', firstName: 'X' }, 'Ana Lee'],
  [{ firstName: 'Ana', lastName: 'Lee' }, 'Ana Lee'],
  [{ first_name: 'Ana', last_name: 'Lee' }, 'Ana Lee'],
  [{ firstName: '宇轩', lastName: '王' }, '王宇轩'],
  [{ firstName: 'Yuxuan', lastName: '王' }, 'Yuxuan 王'],
  [{ lastName: 'Lee' }, 'Lee'],
  [{ name: ' ', firstName: '', lastName: null }, null],
  [{ name: 7 }, null],
])('the whole name in %j is %s', (traits, name) => {
  expect(wholeName(traits)).toBe(name);
});
