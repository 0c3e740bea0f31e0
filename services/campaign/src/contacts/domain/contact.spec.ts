// The memory of sent messages is bounded.
import fc from 'fast-check';
import { type Contact, type Sent, lastSentBy, marketingSince, sentTo, trimmed, withSent } from './contact';

const empty: Contact = { sent: [], identityGroup: { identities: ['userId:u1'], version: 1, number: 1 } };
const message = (n: number, over: Partial<Sent> = {}): Sent => ({
  id: `d${n}`,
  campaign: 'news',
  at: n,
  marketing: true,
  ...over,
});
const after = (all: readonly Sent[]) => all.reduce(withSent, empty);

it('keeps the newest 1,000 marketing messages and the last of each campaign', () => {
  const old = [message(0, { campaign: 'welcome' }), message(1, { campaign: 'receipt', marketing: false })];
  const { sent } = after([...old, ...Array.from({ length: 10_000 }, (_, n) => message(n + 2))]);

  expect(sent).toHaveLength(1_002);
  expect([lastSentBy(sent, 'welcome'), lastSentBy(sent, 'receipt'), lastSentBy(sent, 'news')]).toEqual([0, 1, 10_001]);
  expect(marketingSince(sent, 9_001)).toBe(1_000);
}, 60_000);

it('keeps service messages only as the last of their campaign', () => {
  const { sent } = after(
    Array.from({ length: 100 }, (_, n) => message(n, { campaign: `receipt-${n % 2}`, marketing: false })),
  );
  expect(sent.map(({ at }) => at)).toEqual([98, 99]);
});

it('is the same for any order, repetition and split of messages over identities', () => {
  const messages = fc
    .array(fc.tuple(fc.nat(40), fc.constantFrom('a', 'b'), fc.boolean()), { maxLength: 40 })
    .map((list) =>
      list.map(([at, campaign, marketing], n) => message(n, { at: at * 86_400_000 * 30, campaign, marketing })),
    );
  fc.assert(
    fc.property(
      messages.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, other]) => {
        expect(after([...other, ...all]).sent).toEqual(after(all).sent);
        const halves = [all.filter((_, n) => n % 2 === 0), all.filter((_, n) => n % 2 === 1)].map(after);
        expect(sentTo(halves)).toEqual(sentTo([after(all), empty]));
      },
    ),
    { numRuns: cases(300) },
  );
});

it('bounds the messages of all identities of one customer together', () => {
  const contacts = new Map(
    Array.from({ length: 100 }, (_, who) => {
      const sent = Array.from({ length: 1_000 }, (_, n) => message(n * 100 + who, { campaign: `c${who % 7}` }));
      return [`anonymousId:${who}`, { ...empty, sent }] as const;
    }),
  );
  const changed = trimmed(contacts);
  const after = new Map([...contacts, ...changed]);
  const left = [...after.values()].flatMap(({ sent }) => sent);
  expect(left).toHaveLength(1_000);
  expect(sentTo([...after.values()])).toEqual(sentTo([...contacts.values()]));
  expect(trimmed(after).size).toBe(0);
  expect(trimmed(new Map([...contacts].slice(0, 2))).size).toBe(0);
});
