import { saleTouchpoint, valueTierOf } from './sale';

it('names the customer as the identity does', () => {
  expect(saleTouchpoint('userId:u:42', 's1', 100, 'USD')).toMatchObject({ userId: 'u:42', messageId: 's1' });
  expect(saleTouchpoint('memberCard:77', 's1', 100, 'USD')).toMatchObject({
    context: { externalIds: [{ type: 'memberCard', id: '77' }] },
  });
});

it('knows no tier of who was not judged', () => {
  expect(valueTierOf(null)).toBeNull();
});
