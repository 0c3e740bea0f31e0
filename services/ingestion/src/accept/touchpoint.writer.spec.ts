import type { Outgoing } from '@segue/bus';
import { IngestionConfig } from '../config';
import { TouchpointWriter, type Write } from './touchpoint.writer';

/** A log whose publishes the test confirms. */
class SlowLog {
  readonly asked: { keys: string[]; confirm: () => void; fail: () => void }[] = [];

  publish(_: string, messages: readonly Outgoing[]): Promise<void> {
    return new Promise((confirm, failed) =>
      this.asked.push({ keys: messages.map(({ key }) => key), confirm, fail: () => failed(new Error('gone')) }),
    );
  }
}

const message = (key: string): Write => ({ topic: 'touchpoints', message: { key, value: Buffer.from(key) } });
const turn = () => new Promise((next) => setTimeout(next, 25));

function writerOn(log: SlowLog, over: Partial<IngestionConfig> = {}): TouchpointWriter {
  return new TouchpointWriter(log as never, Object.assign(new IngestionConfig(), over), () => undefined);
}

describe('the touchpoint writer', () => {
  it('lets requests that come meanwhile share the next publish, in their order', async () => {
    const log = new SlowLog();
    const writer = writerOn(log);
    const settled: string[] = [];
    const write = (key: string) => writer.write([message(key)]).then(() => settled.push(key));

    const all = [write('a')];
    await turn();
    all.push(write('b'), write('c'));
    await turn();
    expect(log.asked.map(({ keys }) => keys)).toEqual([['a']]);
    log.asked[0]?.confirm();
    await turn();
    expect([log.asked.map(({ keys }) => keys), settled]).toEqual([[['a'], ['b', 'c']], ['a']]);
    log.asked[1]?.confirm();
    await Promise.all(all);

    expect(settled).toEqual(['a', 'b', 'c']);
  });

  it('makes no topic wait for another', async () => {
    const log = new SlowLog();
    const writer = writerOn(log);
    const imported = writer.write([{ ...message('old'), topic: 'touchpoints-bulk' }]);
    await turn();
    const live = writer.write([message('new')]);
    await turn();
    expect(log.asked.map(({ keys }) => keys)).toEqual([['old'], ['new']]);
    log.asked[1]?.confirm();
    await live;
    log.asked[0]?.confirm();
    await imported;
  });

  it('answers 429 with a time to come again when too much is unconfirmed', async () => {
    const log = new SlowLog();
    const writer = writerOn(log, { SEGUE_BUFFER_EVENTS: 2 });
    const first = writer.write([message('a'), message('b')]);

    await expect(writer.write([message('c')])).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '1' } });

    await turn();
    log.asked[0]?.confirm();
    await first;
    const third = writer.write([message('c')]);
    await turn();
    log.asked[1]?.confirm();
    await third;
  });

  it('answers 429 when the log does not confirm in time, and does not publish late what it has turned away', async () => {
    const log = new SlowLog();
    // Long compared with pauses of the machine: a write that is refused while it waits is not
    // published.
    const writer = writerOn(log, { SEGUE_CONFIRM_MS: 500 });
    const refused = () => expect.objectContaining({ status: 429 }) as unknown;
    const first = expect(writer.write([message('a')])).rejects.toEqual(refused());
    await turn();
    const second = expect(writer.write([message('b')])).rejects.toEqual(refused());

    await Promise.all([first, second]);
    log.asked[0]?.confirm();
    await turn();
    expect(log.asked).toHaveLength(1);
  });

  it('answers 429 when the log fails, and goes on with the next', async () => {
    const log = new SlowLog();
    const writer = writerOn(log);
    const first = writer.write([message('a')]);
    await turn();
    log.asked[0]?.fail();
    await expect(first).rejects.toMatchObject({ status: 429 });

    const second = writer.write([message('b')]);
    await turn();
    log.asked[1]?.confirm();
    await second;
  });
});
