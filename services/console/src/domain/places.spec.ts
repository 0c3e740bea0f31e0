import { isApiPath, serviceOf } from './places';

it.each([
  ['/v1/track', 'ingestion'],
  ['/api/dead-letters/x/replay', 'ingestion'],
  ['/api/touchpoints?limit=5', 'profile'],
  ['/api/customers/userId:u42', 'profile'],
  ['/api/withdrawals/void', 'profile'],
  ['/api/standings', 'scoring'],
  ['/api/status/campaign', 'campaign'],
  ['/api/outbox', 'delivery'],
  ['/api/customersandmore', null],
  ['/api/health', null],
  ['/', null],
])('%s is answered by %s', (path, service) => {
  expect(serviceOf(path)).toBe(service);
});

it('leaves the pages their addresses', () => {
  expect(['/api', '/api/nothing', '/v1/track', '/livez', '/start/x'].map(isApiPath)).toEqual(Array(5).fill(true));
  expect(['/', '/customers/c1?decision=d1', '/apiary'].map(isApiPath)).toEqual(Array(3).fill(false));
});
