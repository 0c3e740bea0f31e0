import { maskedIdentity } from './recent';

it.each([
  ['email:ana@example.com', 'email:a***@example.com'],
  ['phone:+436601234567', 'phone:+4366****4567'],
  ['userId:+43 660 1234567', 'userId:+43 660****4567'],
  ['userId:13812345678', 'userId:138****5678'],
  ['externalId:ana@example.com', 'externalId:a***@example.com'],
  ['userId:7', 'userId:7'],
  ['userId:cus_NffrFeUfNV2Hib', 'userId:cus_NffrFeUfNV2Hib'],
  ['externalId:shopify/6940095564000', 'externalId:shopify/6940095564000'],
])('%s is shown as %s', (identity, shown) => {
  expect(maskedIdentity(identity)).toBe(shown);
});
