import { falling, firstBelowLevel, firstReachingLevel, still, stepping, weightedSum } from './trajectory';

const DAY = 86_400_000;
const steps = [
  { at: 10, value: 6 },
  { at: 20, value: 4 },
];
const line = falling((at) => 10 - at / 10);

it('of one kind: still, stepping, falling', () => {
  expect([still(5).valueAt(9), still(5).jumps, still(5).between]).toEqual([5, [], 'stays']);
  const some = stepping(5, steps);
  expect([9, 10, 19, 20, 99].map(some.valueAt)).toEqual([5, 6, 6, 4, 4]);
  expect([some.jumps, some.between]).toEqual([[10, 20], 'stays']);
  expect([line.valueAt(20), line.jumps, line.between]).toEqual([8, [], 'falls']);
  expect(line).not.toHaveProperty('fallsBelow');
});

describe('sums', () => {
  const jump = stepping(5, steps);

  it('are the thing itself where there is but one', () => {
    expect(weightedSum([{ of: line, weight: 1 }])).toBe(line);
    expect(weightedSum([{ of: line, weight: 2 }]).valueAt(0)).toBe(20);
    expect(weightedSum([]).valueAt(0)).toBe(0);
    expect(weightedSum([]).between).toBe('stays');
  });

  it('jump where any part does, once', () => {
    const sum = weightedSum([
      { of: jump, weight: 2 },
      {
        of: stepping(1, [
          { at: 5, value: 2 },
          { at: 20, value: 0 },
        ]),
        weight: -1,
      },
    ]);
    expect(sum.jumps).toEqual([5, 10, 20]);
    expect([0, 5, 10, 20].map(sum.valueAt)).toEqual([9, 8, 10, 8]);
  });

  it.each([
    [
      [
        [jump, 1],
        [line, 1],
      ],
      'falls',
    ],
    [
      [
        [line, 1],
        [jump, -1],
      ],
      'falls',
    ],
    [
      [
        [line, -1],
        [jump, 1],
      ],
      'unknown',
    ],
    [
      [
        [line, -1],
        [line, 1],
      ],
      'unknown',
    ],
    [
      [
        [line, 1],
        [line, -1],
      ],
      'unknown',
    ],
    [
      [
        [line, 0],
        [jump, 1],
      ],
      'stays',
    ],
    [
      [
        [jump, -3],
        [jump, 1],
      ],
      'stays',
    ],
    [
      [
        [line, 2],
        [line, 3],
      ],
      'falls',
    ],
    [
      [
        [weightedSum([{ of: line, weight: -1 }]), 1],
        [jump, 1],
      ],
      'unknown',
    ],
  ] as const)('between jumps: %#', (terms, between) => {
    expect(weightedSum(terms.map(([of, weight]) => ({ of, weight }))).between).toBe(between);
  });
});

describe('the first instant below a level', () => {
  it('of what jumps', () => {
    const some = stepping(5, steps);
    expect([firstBelowLevel(some, 5, 0), firstBelowLevel(some, 4, 0), firstBelowLevel(some, 5, 20)]).toEqual([
      20,
      null,
      null,
    ]);
    expect(firstBelowLevel(some, 6, 10)).toBe(20);
  });

  it('of what falls, by its own word or by a search', () => {
    expect(firstBelowLevel(line, 8, 0)).toBe(21);
    // Just come down to the level when it is raised.
    const raised = weightedSum([
      { of: line, weight: 1 },
      { of: stepping(0, [{ at: 21, value: 1 }]), weight: 1 },
    ]);
    expect(firstBelowLevel(raised, 8, 0)).toBe(31);
    expect(
      firstBelowLevel(
        falling(
          (at) => 10 - at / 10,
          (level) => 1_000 + level,
        ),
        8,
        0,
      ),
    ).toBe(1_008);
    expect(
      firstBelowLevel(
        falling(() => 10),
        8,
        0,
      ),
    ).toBeNull();
    const slow = falling((at) => 10 - at / (100 * 365 * DAY));
    expect(firstBelowLevel(slow, 9, 0)).toBe(100 * 365 * DAY + 1);
    expect(firstBelowLevel(slow, 8, 0)).toBeNull();
    expect(firstBelowLevel(slow, 8.5, 0)).toBe(150 * 365 * DAY + 1);
  });

  it('of what falls and jumps: before, at or after a jump', () => {
    const sum = weightedSum([
      { of: line, weight: 1 },
      {
        of: stepping(0, [
          { at: 30, value: 5 },
          { at: 50, value: -2 },
        ]),
        weight: 1,
      },
    ]);
    expect(firstBelowLevel(sum, 8, 0)).toBe(21);
    expect(firstBelowLevel(sum, 7.05, 0)).toBe(50);
    expect(firstBelowLevel(sum, 7, 0)).toBe(50);
    expect(firstBelowLevel(sum, 2, 0)).toBe(61);
    expect(firstBelowLevel(sum, 7.4, 25)).toBe(27);
    expect(firstBelowLevel(sum, 11, 30)).toBe(41);
  });

  it('cannot be foreseen of the unknown: it is looked at daily, and at each jump', () => {
    const unknown = weightedSum([
      { of: line, weight: -1 },
      { of: stepping(0, [{ at: 30, value: 5 }]), weight: 1 },
    ]);
    expect(firstBelowLevel(unknown, 8, 0)).toBe(30);
    expect(firstBelowLevel(unknown, 8, 30)).toBe(30 + DAY);
    expect(firstReachingLevel(unknown, 8, 0)).toBe(30);
    expect(firstReachingLevel(unknown, 8, 30)).toBe(30 + DAY);
  });
});

it('a level is reached by a jump only', () => {
  const some = stepping(5, steps);
  expect([firstReachingLevel(some, 6, 0), firstReachingLevel(some, 6, 10), firstReachingLevel(some, 6.1, 0)]).toEqual([
    10,
    null,
    null,
  ]);
  expect(firstReachingLevel(line, 20, 0)).toBeNull();
});

it('asks what only falls for its own word only where it does not jump', () => {
  const jumping = {
    ...falling(
      (at) => 10 - at / 10 + (at >= 15 ? 5 : 0),
      () => 999,
    ),
    jumps: [15],
  };
  expect(firstBelowLevel(jumping, 8, 0)).toBe(71);
});
