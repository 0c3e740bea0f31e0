import fc from 'fast-check';
import { amountIn, currencyIn, idIn, quantityIn } from './fields';

const reason = (read: () => unknown): string => {
  try {
    return `read as ${JSON.stringify(read())}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('amountIn', () => {
  it.each([
    ['25.10', '25.10'],
    ['25,10', '25.10'],
    ['+5', '+5'],
    ['-5.00', '-5.00'],
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['12,34,567.00', '1234567.00'],
    ['1 234', '1234'],
    ['1\u202f234,50', '1234.50'],
    ["1'234.50", '1234.50'],
    ['$12.50', '12.50'],
    ['-$4.00', '-4.00'],
    ['$1,240.00', '1240.00'],
    ['12.5000', '12.5000'],
  ])('reads %j in USD as %j', (field, text) => {
    expect(amountIn(field, undefined, 'USD')).toEqual({ text });
  });

  it.each([
    ['12.50 EUR', '12.50', 'EUR'],
    ['20,90 €', '20.90', 'EUR'],
    ['€12', '12', 'EUR'],
    ['USD 7', '7', 'USD'],
    ['199元', '199', 'CNY'],
    ['£3.20', '3.20', 'GBP'],
  ])('takes the currency of %j from its sign', (field, text, currency) => {
    expect(amountIn(field, undefined, 'CNY')).toEqual({ text, currency });
  });

  it('reads ¥ and full-width digits in the currency of the line', () => {
    expect(amountIn('¥199', undefined, 'CNY')).toEqual({ text: '199' });
    expect(amountIn('￥１９９．００', 'CNY', 'USD')).toEqual({ text: '199.00' });
    expect(amountIn('¥199', 'JPY', 'USD')).toEqual({ text: '199' });
  });

  it.each([
    ['1,234', 'can mean a thousand or a fraction'],
    ['1e3', 'has an exponent'],
    ['1.23457E+17', 'has an exponent'],
    ['12.505', 'has 3 digits after the point, USD has 2'],
    ['1,23.45', 'must be a number'],
    ['$12 EUR', 'must be a number'],
    ['¥199', 'has the sign ¥, but its currency is USD'],
    ['12 kg', 'must be a number'],
    ['5.', 'must be a number'],
    ['', 'is missing'],
  ])('refuses %j in USD with the reason', (field, message) => {
    expect(reason(() => amountIn(field, 'USD', 'USD'))).toContain(message);
  });

  it('refuses a sign that contradicts the column', () => {
    expect(reason(() => amountIn('€5', 'USD', 'USD'))).toBe('is in EUR, but its currency is USD');
    expect(reason(() => amountIn('$5', 'CNY', 'USD'))).toBe('has the sign $, but its currency is CNY');
    expect(reason(() => amountIn('1500.50', undefined, 'JPY'))).toBe('has 1 digits after the point, JPY has 0');
    expect(amountIn('1500.00', undefined, 'JPY').text).toBe('1500.00');
  });

  it('reads an amount the same however its thousands are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 999_999_999 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const fraction = String(cents).padStart(2, '0');
        const grouped = (by: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, by);
        for (const field of [
          `${grouped(',')}.${fraction}`,
          `${grouped('.')},${fraction}`,
          `${grouped(' ')}.${fraction}`,
        ])
          expect(amountIn(field, undefined, 'USD').text).toBe(`${whole}.${fraction}`);
      }),
    );
  });
});

it('quantityIn reads signs and decimal commas as amounts do', () => {
  expect(['2', '-1', '1,5', '-1.0', '1,234.5', ''].map(quantityIn)).toEqual([2, -1, 1.5, -1, 1234.5, null]);
  expect(reason(() => quantityIn('1,500'))).toContain('can mean a thousand or a fraction');
  expect(reason(() => quantityIn('many'))).toBe('must be a number such as 2');
});

it('currencyIn knows the other names of the renminbi, and no made-up code', () => {
  expect(['usd', 'RMB', '人民币', ''].map(currencyIn)).toEqual(['USD', 'CNY', 'CNY', undefined]);
  expect(reason(() => currencyIn('ABC'))).toBe('must be an ISO 4217 code such as USD');
});

it('idIn refuses ids whose digits a spreadsheet has lost', () => {
  for (const id of ['1.23457E+17', '1,23457E+17', '2E+17'])
    expect(reason(() => idIn(id, 200))).toContain('lost its digits');
  for (const id of ['123456789012345678', '12E5', '1E5-red', 'E+1']) expect(idIn(id, 200)).toBe(id);
  expect(reason(() => idIn('x'.repeat(201), 200))).toBe('has more than 200 characters');
});
