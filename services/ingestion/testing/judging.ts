// Events and requests for the tests of accepting.
import { atOnce } from '@segue/contracts';
import { judgeBatch, judgeOne } from '../src/accept/domain/accept';
import type { Reception } from '../src/accept/domain/judged';

export const NOW = Date.parse('2026-03-01T12:00:00Z');

export const reception = (over: Partial<Reception> = {}): Reception => ({
  source: { id: 'till', public: false, signingKeys: [] },
  origin: 'live',
  now: NOW,
  replayTime: null,
  currency: 'EUR',
  place: 0,
  ...over,
});

export const visitor = { source: { id: 'web', public: true, signingKeys: ['next-key', 'present-key'] } };

export const judged = (batch: unknown[], over?: Partial<Reception>) => atOnce(judgeBatch({ batch }, reception(over)));
export const one = (event: object, over?: Partial<Reception>) => judgeOne(event, null, reception(over));
export const taken = (event: object, over?: Partial<Reception>) => one(event, over).accepted[0]?.touchpoint;
export const refusedFor = (event: object, over?: Partial<Reception>) => {
  const [rejected] = one(event, over).rejected;
  return rejected && `${rejected.code} ${rejected.path}`;
};

export const seen = { type: 'track', userId: 'ana', event: 'Seen' };
