// Reads who leaves a segment next: along the members in the order of their next change, until no
// other can leave sooner, or for a bounded number of them.
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type Leaver, areCertain, soonest } from '../domain/leavers';
import { FIRST_MEMBER, type MemberReader } from './member.reader';
import type { StandingReader } from '../standing.reader';

const SHOWN = 5;
const AT_ONCE = 50;
const MOST_READ = 500;

export class LeaverReader {
  constructor(
    private readonly members: Pick<MemberReader, 'ordered'>,
    private readonly standings: Pick<StandingReader, 'explainAll'>,
  ) {}

  async next(segment: string, book: Rulebook, now: number): Promise<{ leavers: Leaver[]; isComplete: boolean }> {
    let leavers: Leaver[] = [];
    let after = FIRST_MEMBER;
    for (let read = 0; read < MOST_READ; read += AT_ONCE) {
      const places = await this.members.ordered({ segment }, 'next', after, AT_ONCE);
      const customers = places.map(([, , customer]) => customer);
      for (const { customer, held } of await this.standings.explainAll(customers, book, now)) {
        const until = held[segment]?.until ?? null;
        if (until !== null) leavers.push({ customer, at: until });
      }
      leavers = soonest(leavers, SHOWN);
      const last = places.at(-1);
      // Members without a next change come last, and never leave by themselves.
      if (last === undefined || places.length < AT_ONCE || areCertain(leavers, SHOWN, last[1]))
        return { leavers, isComplete: true };
      after = last;
    }
    return { leavers, isComplete: false };
  }
}
