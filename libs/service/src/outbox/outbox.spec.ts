import fc from 'fast-check';
import { Outbox } from './outbox';

interface Row {
  id: number;
}

/** Creates a table of rows, a log, and an outbox between them. */
function setUp() {
  let now = 1_000;
  const table = new Map<number, { published: boolean }>();
  const log: number[] = [];
  const ages: number[] = [];
  let fails: 'publish' | 'mark' | null = null;
  const outbox = new Outbox<Row>({
    unpublished: async (limit) =>
      [...table]
        .filter(([, row]) => !row.published)
        .slice(0, limit)
        .map(([id]) => ({ id })),
    publish: async (rows) => {
      if (fails === 'publish') throw new Error('no broker');
      log.push(...rows.map(({ id }) => id));
    },
    markPublished: async (rows) => {
      if (fails === 'mark') throw new Error('no database');
      for (const { id } of rows) table.set(id, { published: true });
    },
    keyOf: ({ id }) => String(id),
    now: () => now,
    oldest: { set: (age: number) => void ages.push(age) },
  });
  return {
    outbox,
    log,
    ages,
    commit: (id: number) => void table.set(id, { published: false }),
    failAt: (place: typeof fails) => void (fails = place),
    pass: (ms: number) => void (now += ms),
    unpublished: () => [...table].filter(([, row]) => !row.published).map(([id]) => id),
  };
}

describe('an outbox', () => {
  it('publishes what was committed and marks it', async () => {
    const { outbox, log, commit, unpublished } = setUp();
    commit(1);

    await outbox.publish([{ id: 1 }]);

    expect(log).toEqual([1]);
    expect(unpublished()).toEqual([]);
  });

  it('leaves rows of a batch under way to it, and publishes what two sweeps have found', async () => {
    const { outbox, log, commit } = setUp();
    commit(1);

    await outbox.sweep();
    expect(log).toEqual([]);
    commit(2);
    await outbox.sweep();
    expect(log).toEqual([1]);
    await outbox.sweep();
    expect(log).toEqual([1, 2]);
  });

  it('reports the age of the oldest unpublished row, and 0 without one', async () => {
    const { outbox, ages, commit, failAt, pass } = setUp();
    await outbox.sweep();
    commit(1);
    failAt('publish');
    await outbox.sweep();
    pass(3_000);
    await expect(outbox.sweep()).rejects.toThrow('no broker');
    pass(4_000);
    await expect(outbox.sweep()).rejects.toThrow('no broker');
    failAt(null);
    await outbox.sweep();
    await outbox.sweep();

    expect(ages).toEqual([0, 0, 3, 7, 7, 0]);
  });

  it('publishes more than one portion, in order', async () => {
    const { outbox, log, commit } = setUp();
    for (let id = 0; id < 1_201; id++) commit(id);

    await outbox.publishAll();

    expect(log).toEqual(Array.from({ length: 1_201 }, (_, id) => id));
  });

  it('loses nothing, wherever it fails', async () => {
    const step = fc.oneof(
      fc.constantFrom('sweep', 'publishAll', 'publish' as const),
      fc.constantFrom('fail at publish', 'fail at mark', 'recover' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { outbox, log, commit, failAt, unpublished } = setUp();
        let committed = 0;
        for (const one of steps) {
          if (one === 'fail at publish') failAt('publish');
          else if (one === 'fail at mark') failAt('mark');
          else if (one === 'recover') failAt(null);
          else if (one === 'sweep') await outbox.sweep().catch(() => undefined);
          else if (one === 'publishAll') await outbox.publishAll().catch(() => undefined);
          else {
            commit(++committed);
            await outbox.publish([{ id: committed }]).catch(() => undefined);
          }
        }
        failAt(null);
        await outbox.sweep();
        await outbox.sweep();
        expect(unpublished()).toEqual([]);
        expect(new Set(log)).toEqual(new Set(Array.from({ length: committed }, (_, index) => index + 1)));
      }),
    );
  });
});
