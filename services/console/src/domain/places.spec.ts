import { isApiPath } from './places';

it('leaves the pages their addresses', () => {
  expect(['/api', '/api/nothing', '/v1/track', '/livez', '/start/x'].map(isApiPath)).toEqual(Array(5).fill(true));
  expect(['/', '/customers/c1?decision=d1', '/apiary'].map(isApiPath)).toEqual(Array(3).fill(false));
});
