import { validate } from './validate';

describe('what a rule names', () => {
  const known = { segments: ['active', 'vip'], tiers: { value: ['MVC', 'standard'] }, numbers: ['orders', 'net'] };
  const faultsOf = (when: object) =>
    validate({ version: 1, when }, known).map(({ path, message }) => `${path}: ${message}`);

  it.each<[object, string]>([
    [{ kind: 'segment', id: 'vips' }, 'when.id: must be one of "active", "vip"'],
    [{ kind: 'tier', scheme: 'rfm', in: ['Lost'] }, 'when.scheme: must be one of "value"'],
    [{ kind: 'tier', scheme: 'toString', in: ['Lost'] }, 'when.scheme: must be one of "value"'],
    [{ kind: 'tier', scheme: 'value', in: ['MVC', 'mvc'] }, 'when.in.1: must be one of "MVC", "standard"'],
    [{ kind: 'number', name: 'age', is: 'known' }, 'when.name: must be one of "orders", "net"'],
    [
      {
        kind: 'or',
        of: [
          { kind: 'segment', id: 'vip' },
          { kind: 'not', of: { kind: 'segment', id: 'x' } },
        ],
      },
      'when.of.1.of.id: must be one of "active", "vip"',
    ],
  ])('is there, or its path is told with what is: %p', (when, fault) => {
    expect(faultsOf(when)).toEqual([fault]);
    expect(validate({ version: 1, when })).toEqual([]);
  });

  it('is not all told where there is much of it', () => {
    const segments = Array.from({ length: 25 }, (_, i) => `s${i}`);
    const [fault] = validate({ version: 1, when: { kind: 'segment', id: 'x' } }, { ...known, segments });
    expect(fault?.message).toMatch(/"s19", and 5 more$/);
    expect(validate({ version: 1, when: { kind: 'segment', id: 'x' } }, { ...known, segments: [] })[0]?.message).toBe(
      'there are none yet',
    );
  });
});
