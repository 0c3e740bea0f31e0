import { currencyNamed, decimalOf, digitsOf, isCurrency, minorUnits } from './money';

describe('minorUnits', () => {
  it.each([
    [25.1, 'USD', 2510],
    ['25.10', 'USD', 2510],
    [1.005, 'USD', 101],
    [0.1 + 0.2, 'USD', 30],
    [29.33, 'USD', 2933],
    [0, 'USD', 0],
    [-0.004, 'USD', 0],
    [-12.345, 'USD', -1235],
    [1e-7, 'USD', 0],
    [1.5e3, 'USD', 150000],
    ['1e+3', 'USD', 100000],
    ['1e2', 'USD', 10000],
    ['0e+999999999', 'USD', 0],
    ['1e-999999999', 'USD', 0],
    [`0.${'0'.repeat(60)}15e+60`, 'USD', 15],
    ['0000000000000000000000000000000000000000000000001.5', 'USD', 150],
    ['0.005', 'USD', 1],
    [25.4, 'JPY', 25],
    [1.2345, 'KWD', 1235],
  ])('%p %s is %p', (amount, currency, minor) => {
    expect(minorUnits(amount, currency, 'properties.total')).toBe(minor);
  });

  it.each(['abc', '', null, undefined, {}, Number.NaN, '1,5', '0x10', 1e22, '1e+600000000', '-1e999999999'])(
    'refuses %p with its path',
    (amount) => {
      expect(() => minorUnits(amount, 'USD', 'properties.total')).toThrow(
        expect.objectContaining({ path: 'properties.total' }),
      );
    },
  );

  it('refuses what is no currency code', () => {
    expect(() => digitsOf('dollars')).toThrow('ISO 4217');
  });
});

describe('currencyNamed', () => {
  it('knows a currency by its code, its sign and its everyday name', () => {
    const names = ['eur', ' RMB ', 'cnh', '人民币', '€', 'NT$', 'yen'];
    expect(names.map(currencyNamed)).toEqual(['EUR', 'CNY', 'CNY', 'CNY', 'EUR', 'TWD', 'JPY']);
  });

  it('leaves alone what it does not know, and what several currencies share', () => {
    const names = ['$', '¥', 'dollars', 'constructor', ''];
    expect(names.map(currencyNamed)).toEqual(['$', '¥', 'DOLLARS', 'CONSTRUCTOR', '']);
    expect(names.map(currencyNamed).some(isCurrency)).toBe(false);
  });
});

it.each([
  [2510, 'USD', '25.10'],
  [5, 'USD', '0.05'],
  [-5, 'USD', '-0.05'],
  [25, 'JPY', '25'],
  [1234567, 'KWD', '1234.567'],
])('%p minor units of %s are %s', (minor, currency, text) => {
  expect(decimalOf(minor, currency)).toBe(text);
  expect(minorUnits(text, currency, '')).toBe(minor);
});
