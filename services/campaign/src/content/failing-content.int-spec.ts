// Content that cannot be rendered, on a real Postgres: campaigns pause, and no lock is held
// meanwhile.
import { describeWith } from '@segue/testing';
import { draft, visit } from '../../testing/builders';
import { Running } from '../../testing/running';

describeWith('postgres', 'content that fails to render', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_content');
  }, 60_000);
  afterAll(() => on?.close());

  it('pauses a campaign that fails to render for three customers in a row, and shows the reason until it is saved', async () => {
    const bad = {
      subject: 'Hello',
      body: 'Dear\n{{ customer.id | split: "" | map: "a.b" | first | date: x }}{% for i in (1..99999999) %}{% endfor %}',
    };
    await on.rules.save('bad', draft({ trigger: { on: 'touchpoint', event: 'Bad' }, content: bad }), 0);
    await on.rules.setState('bad', 'running');
    await on.take(['a', 'b', 'c', 'd'].map((name) => visit(`userId:bad-${name}`, { subject: 'Bad' })));

    const rows = await on.reader.list({ campaign: 'bad' }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision }) => decision.effects)).toEqual([[], [], [], []]);
    expect(rows.map(({ decision }) => decision.checks.at(-1)?.detail)).toEqual(
      Array.from({ length: 4 }, () => ({ error: 'memory', field: 'body', line: 2, column: expect.any(Number) })),
    );
    expect(await on.rules.find('bad')).toMatchObject({
      state: 'paused',
      pausedBecause: { reason: 'content', line: 2 },
    });

    await on.take([visit('userId:bad-e', { subject: 'Bad' })]);
    expect(await on.reader.list({ campaign: 'bad' }, Number.MAX_SAFE_INTEGER, 10)).toHaveLength(4);
    const mended = draft({ trigger: { on: 'touchpoint', event: 'Bad' } });
    expect(await on.rules.save('bad', mended, 1)).toMatchObject({ state: 'paused', pausedBecause: null });
  });

  it('holds no locks while a template runs away, and sends nothing twice for it', async () => {
    const away = {
      subject: '',
      body: '{% for i in (1..9000) %}{% for j in (1..9000) %}{{ i }}{% endfor %}{% endfor %}',
    };
    await on.rules.save('away', draft({ trigger: { on: 'touchpoint', event: 'Away' }, content: away }), 0);
    await on.rules.setState('away', 'running');
    const names = ['a', 'b', 'c'].map((name) => `userId:away-${name}` as const);
    let ended = false;
    const work = on.take(names.map((name) => visit(name, { subject: 'Away' }))).finally(() => (ended = true));
    const waits: number[] = [];
    while (!ended) {
      const started = performance.now();
      await on.db.query(`select identity from contact where identity = any($1) order by identity for update`, [names]);
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await work;

    expect(waits.length).toBeGreaterThan(5);
    expect(Math.max(...waits)).toBeLessThan(1_000);
    const rows = await on.reader.list({ campaign: 'away' }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision }) => decision.reason)).toEqual(['content', 'content', 'content']);
  }, 60_000);
});
