import { draft } from '../../testing/builders';
import { segmentFault } from './campaign';

const waitingFor = (segment: string) => draft({ trigger: { on: 'left', segment } }).trigger;

describe('what a campaign waits for', () => {
  it('is a segment that exists', () => {
    expect(segmentFault(waitingFor('active'), ['active', 'vip'])).toBeNull();
  });

  it('is refused when there is no such segment, with the path and those there are', () => {
    expect(segmentFault(waitingFor('actve'), ['active', 'vip'])).toMatchObject({
      code: 'segment_unknown',
      path: 'trigger.segment',
      message: 'must be a segment that exists: there are active, vip',
    });
    expect(segmentFault(waitingFor('active'), [])?.message).toBe('must be a segment that exists: there are none yet');
  });

  it('names a few of very many segments', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `s-${n}`);
    expect(segmentFault(waitingFor('active'), many)?.message).toMatch(/: there are s-0, .*, s-19, …$/);
  });

  it('may be something else than a segment', () => {
    expect(segmentFault({ on: 'touchpoint', event: 'Store Visited' }, [])).toBeNull();
    expect(segmentFault({ on: 'tier', scheme: 'value' }, [])).toBeNull();
  });
});
