import { decimal, saleTouchpoint, valueTierOf } from './sale';

it.each([
  [2510, 'USD', '25.10'],
  [5, 'USD', '0.05'],
  [25, 'JPY', '25'],
  [1234567, 'KWD', '1234.567'],
])('%p minor units of %s are %s', (minor, currency, text) => {
  expect(decimal(minor, currency)).toBe(text);
});

it('names the customer as the identity does', () => {
  expect(saleTouchpoint('userId:u:42', 's1', 100, 'USD')).toMatchObject({ userId: 'u:42', messageId: 's1' });
  expect(saleTouchpoint('memberCard:77', 's1', 100, 'USD')).toMatchObject({
    context: { externalIds: [{ type: 'memberCard', id: '77' }] },
  });
});

it('knows no tier of who was not judged', () => {
  expect(valueTierOf(null)).toBeNull();
});
