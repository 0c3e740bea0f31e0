import 'reflect-metadata';
import { Controller, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type ConsentChanged,
  type DeadLetter,
  InvalidMessage,
  type Topic,
  deadLetters,
  decode,
} from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { type Batch, Poisoned } from '../src/batch';
import type { HandledBatch, ObservedBatch } from '../src/handling/hooks';
import type { Bus } from '../src/bus';
import { openBus } from '../src/open';
import { markOutgoing, toOutgoing, topicSpecs } from '../src/handling/outgoing';
import { batchesOf } from '../src/handling/on-batch';
import { BusStrategy, type BusStrategyOptions } from '../src/handling/strategy';
import { NOW, OnBatch, consent, failingOn, noted, poisonedBy, topicLike } from './consumers';
import { Reader, behind, unique, until } from './reader';

describeWith('postgres', 'the strategy', (postgres) => {
  let bus: Bus;
  let app: INestApplicationContext | undefined;
  let topic: Topic<ConsentChanged>;

  beforeEach(async () => {
    bus = openBus({ databaseUrl: postgres().url, clientId: 'strategy', schema: 'bus_strategy' });
    topic = topicLike(unique('consents'));
    await bus.ensureTopics(topicSpecs([topic, deadLetters]));
  });
  afterEach(async () => {
    await app?.close();
    await bus.close();
  });

  const publish = (...identities: string[]): Promise<void> =>
    bus.publish(
      topic.name,
      identities.map((identity) => toOutgoing(topic, consent(identity))),
    );

  async function run(controllers: Type[], options: Partial<BusStrategyOptions> = {}): Promise<BusStrategy> {
    @Module({ controllers })
    class Service {}
    const strategy = new BusStrategy({
      bus,
      serves: [{ group: 'delivery', topics: [topic] }],
      now: () => NOW,
      log: () => undefined,
      ...options,
    });
    const service = await NestFactory.createMicroservice(Service, { strategy, logger: false });
    app = service;
    await service.listen();
    return strategy;
  }

  async function lettersOf(name: string): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    const reader = await new Reader(bus, {
      topic: deadLetters.name,
      group: unique('letters'),
      handler: async ({ messages }) => void letters.push(...messages.map(({ value }) => decode(deadLetters, value))),
    }).start();
    await until(() => reader.seen.length > 0);
    await reader.stop();
    return letters.filter((letter) => letter.topic === name);
  }

  it.each([
    ['first', ['bad', 'a', 'b']],
    ['middle', ['a', 'bad', 'b']],
    ['last', ['a', 'b', 'bad']],
  ])('makes a dead letter of poison at the %s place and hands over the rest', async (_place, names) => {
    const calls: string[][] = [];
    await publish(...names);
    await run([poisonedBy(topic, ['bad'], calls)]);

    await until(() => calls.length > 0);

    expect(calls).toEqual([['a', 'b']]);
    const [letter, ...others] = await lettersOf(topic.name);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      id: `delivery/${topic.name}/0/${names.indexOf('bad')}`,
      group: 'delivery',
      code: 'odd',
      path: 'identity',
      occurredAt: NOW - 2_000,
      recordedAt: NOW,
      origin: 'live',
    });
    expect(decode(topic, Buffer.from(letter?.value ?? '', 'base64'))).toEqual(consent('bad'));
  });

  it('makes dead letters of a batch that is poison throughout and goes on', async () => {
    const calls: string[][] = [];
    await publish('bad', 'worse');
    await run([poisonedBy(topic, ['bad', 'worse'], calls)]);
    await until(async () => (await behind(bus, 'delivery', topic.name)) === 0n);

    await publish('good');
    await until(() => calls.length > 0);

    expect(calls).toEqual([['good']]);
    expect(await lettersOf(topic.name)).toHaveLength(2);
  });

  it('makes a dead letter of what cannot be decoded, with its path', async () => {
    const calls: string[][] = [];
    const wrong = Buffer.from(JSON.stringify({ ...consent('b'), number: -1, origin: 'replay' }));
    await bus.publish(topic.name, [
      { key: 'x', value: Buffer.from('{"v":'), headers: { traceparent: 'tp' } },
      toOutgoing(topic, consent('a')),
      { key: 'x', value: wrong },
    ]);
    await run([poisonedBy(topic, [], calls)]);
    await until(() => calls.length > 0);

    expect(calls).toEqual([['a']]);
    expect(await lettersOf(topic.name)).toMatchObject([
      { code: 'json', offset: '0', headers: { traceparent: 'tp' }, occurredAt: NOW },
      { code: 'shape', path: 'number', offset: '2', origin: 'replay', occurredAt: NOW - 2_000 },
    ]);
  });

  it('gets a batch again after any other error, of its own class', async () => {
    class DatabaseAway extends Error {}
    const seen: string[] = [];
    let failures = 2;
    const errors: unknown[] = [];
    @Controller()
    class Consumer {
      @OnBatch(topic)
      async take({ messages }: Batch<ConsentChanged>): Promise<void> {
        if (failures-- > 0) throw new DatabaseAway('away');
        seen.push(...messages.map(({ value }) => value.identity));
      }
    }
    await publish('a', 'b');
    await run([Consumer], { inTrace: (_headers, _name, work) => noted(work(), errors) });

    await until(() => seen.length === 2);

    expect(errors).toEqual([expect.any(DatabaseAway), expect.any(DatabaseAway)]);
  });

  it('splits a batch that keeps failing, and makes a dead letter of the message that fails alone', async () => {
    const taken: string[] = [];
    await publish('a', 'b', 'bad', 'c');
    await run([failingOn(topic, 'bad', taken)]);

    await until(async () => (await behind(bus, 'delivery', topic.name)) === 0n);

    expect(taken).toEqual(['a', 'b', 'c']);
    expect(await lettersOf(topic.name)).toMatchObject([{ code: 'unhandled', offset: '2' }]);
  });

  it('makes dead letters of two that fail, also where a time mark stands between them', async () => {
    const taken: string[] = [];
    await publish('a', 'bad');
    await bus.publishToAll(topic.name, markOutgoing({ v: 1, at: 1, last: false }));
    await publish('b', 'bad', 'c');
    await run([failingOn(topic, 'bad', taken)]);

    await until(async () => (await behind(bus, 'delivery', topic.name)) === 0n, 30_000);

    expect([...new Set(taken)].sort()).toEqual(['a', 'b', 'c']);
    expect((await lettersOf(topic.name)).map(({ offset }) => offset).sort()).toEqual(['1', '4']);
  }, 40_000);

  it('makes no dead letter of what fails while a dependency does not answer', async () => {
    const taken: string[] = [];
    let healthy = false;
    let asked = 0;
    await publish('a', 'bad');
    await run([failingOn(topic, 'bad', taken)], {
      isHealthy: async () => {
        asked++;
        return healthy;
      },
    });
    await until(() => asked >= 2);
    expect(await behind(bus, 'delivery', topic.name)).toBe(2n);

    healthy = true;
    await until(async () => (await behind(bus, 'delivery', topic.name)) === 0n, 30_000);
    expect(await lettersOf(topic.name)).toMatchObject([{ code: 'unhandled', offset: '1' }]);
  }, 40_000);

  it('never gives up on a batch while the error is an outage', async () => {
    const outage = Object.assign(new Error('the database is read-only'), { code: '25006' });
    let failures = 6;
    const taken: string[] = [];
    @Controller()
    class Consumer {
      @OnBatch(topic)
      async take({ messages }: Batch<ConsentChanged>): Promise<void> {
        if (failures-- > 0) throw outage;
        taken.push(...messages.map(({ value }) => value.identity));
      }
    }
    await publish('a');
    await run([Consumer]);

    await until(() => taken.length === 1, 30_000);
  }, 40_000);

  it('ends a batch at a time mark and reports the mark once the handler is done with the batch', async () => {
    const handled: string[] = [];
    const log: string[] = [];
    @Controller()
    class Consumer {
      @OnBatch(topic)
      async take({ messages }: Batch<ConsentChanged>): Promise<void> {
        handled.push(messages.map(({ value }) => value.identity.slice(7)).join(''));
      }
    }
    const onHandled = async ({ batch, reached }: HandledBatch) => {
      log.push(`${handled.at(-1)}|${batch.marks[0]?.mark.at ?? '-'}|${reached.length}`);
    };
    await publish('a', 'b');
    await bus.publishToAll(topic.name, markOutgoing({ v: 1, at: 1, last: false }));
    await bus.publishToAll(topic.name, markOutgoing({ v: 1, at: 2, last: true }));
    await publish('c');
    await run([Consumer], { onHandled });

    await until(() => log.length === 3);

    // A batch of marks alone calls no handler.
    expect(handled).toEqual(['ab', 'c']);
    expect(log).toEqual(['ab|1|2', 'ab|2|0', 'c|-|1']);
  });

  it('makes a dead letter of what a pure function refused, by its place in the batch', async () => {
    const calls: string[][] = [];
    @Controller()
    class Consumer {
      @OnBatch(topic)
      async take({ messages }: Batch<ConsentChanged>): Promise<void> {
        const names = messages.map(({ value }) => value.identity.slice(7));
        const place = names.indexOf('bad');
        if (place >= 0) throw new InvalidMessage(place, 'odd', 'identity', 'cannot be folded');
        calls.push(names);
      }
    }
    await publish('a', 'bad', 'b');
    await run([Consumer]);

    await until(() => calls.length === 1);

    expect(calls).toEqual([['a', 'b']]);
    expect(await lettersOf(topic.name)).toMatchObject([{ code: 'odd', path: 'identity', reason: 'cannot be folded' }]);
  });

  it('counts what a handler says has reached its stage', async () => {
    const reached: (readonly number[])[] = [];
    @Controller()
    class Consumer {
      @OnBatch(topic)
      async take(): Promise<number[]> {
        return [5, 6, 7];
      }
    }
    await publish('a');
    await run([Consumer], { onHandled: async (batch) => void reached.push(batch.reached) });

    await until(() => reached.length === 1);

    expect(reached).toEqual([[5, 6, 7]]);
  });

  it('hands over what waits in several partitions at once, each in its order, and sets poison of any of them aside', async () => {
    topic = { ...topicLike(unique('spread')), partitions: 4 };
    await bus.ensureTopics(topicSpecs([topic]));
    const taken: Batch<ConsentChanged>[] = [];
    let calls = 0;
    @Controller()
    class Consumer {
      @OnBatch(topic)
      async take(batch: Batch<ConsentChanged>): Promise<void> {
        // While the first call is under way, the other messages arrive.
        if (++calls === 1) await new Promise((resolve) => setTimeout(resolve, 1_000));
        const poisons = batch.messages
          .filter(({ value }) => value.identity === 'userId:bad')
          .map(({ partition, offset }) => ({ partition, offset, code: 'odd', path: '', reason: 'cannot be folded' }));
        if (poisons.length > 0) throw new Poisoned(poisons);
        taken.push(batch);
      }
    }
    const names = Array.from({ length: 40 }, (_, index) => `c${index}`);
    await publish(...names, 'bad', ...names);
    await bus.publishToAll(topic.name, markOutgoing({ v: 1, at: 1, last: true }));
    await run([Consumer]);
    await until(() => taken.flatMap(({ marks }) => marks).length === 4);

    const messages = taken.flatMap((batch) => batch.messages);
    expect(messages.map(({ value }) => value.identity.slice(7)).sort()).toEqual([...names, ...names].sort());
    expect(new Set(taken.flatMap(({ marks }) => marks.map(({ partition }) => partition))).size).toBe(4);
    const spread = taken.map((batch) => new Set(batch.messages.map(({ partition }) => partition)).size);
    expect(Math.max(...spread)).toBeGreaterThan(1);
    for (let partition = 0; partition < 4; partition++) {
      const places = messages.filter((message) => message.partition === partition).map(({ offset }) => Number(offset));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
    expect(await lettersOf(topic.name)).toHaveLength(1);
  });

  it('reports what it handled', async () => {
    const observed: ObservedBatch[] = [];
    await publish('a', 'b');
    await run([poisonedBy(topic, [], [])], { observe: (batch) => observed.push(batch) });

    await until(() => observed.length === 1);

    expect(observed).toEqual([
      {
        group: 'delivery',
        topic: topic.name,
        size: 2,
        handlerMs: expect.any(Number),
      },
    ]);
  });

  it('keeps the groups of one process apart', async () => {
    const calls = { delivery: [] as string[][], audit: [] as string[][] };
    const OnAuditBatch = batchesOf('audit');
    @Controller()
    class Auditor {
      @OnAuditBatch(topic)
      async take({ messages }: Batch<ConsentChanged>): Promise<void> {
        calls.audit.push(messages.map(({ value }) => value.identity));
      }
    }
    const serves = ['delivery', 'audit'].map((group) => ({ group, topics: [topic] }));
    await run([poisonedBy(topic, [], calls.delivery), Auditor], { serves });

    await publish('a');

    await until(() => calls.delivery.length + calls.audit.length === 2);
    expect(calls).toEqual({ delivery: [['a']], audit: [['userId:a']] });
  });

  it('pauses and resumes all of its handlers', async () => {
    const calls: string[][] = [];
    const strategy = await run([poisonedBy(topic, [], calls)]);

    await strategy.pause();
    await publish('a');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(calls).toEqual([]);

    strategy.resume();
    await until(() => calls.length === 1);
  });

  it('does not start without a handler, with two, or with one that is not declared', async () => {
    const other = topicLike(unique('other'));
    const once = poisonedBy(topic, [], []);
    const serves = (...topics: Topic<ConsentChanged>[]) => ({ serves: [{ group: 'delivery', topics }] });

    await expect(run([once], serves(topic, other))).rejects.toThrow(`delivery has no handler for ${other.name}`);
    await expect(run([once, poisonedBy(topic, [], [])])).rejects.toThrow(`delivery has two handlers for ${topic.name}`);
    await expect(run([once], serves())).rejects.toThrow(`delivery handles ${topic.name}, which it does not declare`);
    app = undefined;
  });
});
