import { versionIn } from './if-match';

it.each([
  [undefined, null],
  ['3', 3],
  ['"3"', 3],
  [' "0" ', 0],
])('reads %j', (header, version) => {
  expect(versionIn(header)).toBe(version);
});

it.each(['x', '', '"3', '3"', 'W/"3"', '*', '"3", "4"', '-1', '1e3', '9'.repeat(16)])('refuses %j', (header) => {
  expect(() => versionIn(header)).toThrow(
    expect.objectContaining({ status: 400, errors: [expect.objectContaining({ path: 'if-match' })] }),
  );
});
