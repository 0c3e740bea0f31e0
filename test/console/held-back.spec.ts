import { type Progress, isHeldBack } from '../../services/console/web/src/parts/held-back';

const WAITING: Progress = { data: undefined, error: null, failureCount: 0, fetchStatus: 'fetching' };

describe('what stands below a part', () => {
  it('waits while the part is on its way, and not for long', () => {
    expect(isHeldBack(WAITING, false)).toBe(true);
    expect(isHeldBack(WAITING, true)).toBe(false);
  });

  it.each<[string, Partial<Progress>]>([
    ['is there', { data: { total: 1 } }],
    ['is there and says that there is nothing', { data: null }],
    ['has failed', { error: new Error('down'), fetchStatus: 'idle' }],
    ['has failed once and is tried again', { failureCount: 1 }],
    ['waits for the browser to be online', { fetchStatus: 'paused' }],
  ])('is shown at once where the part %s', (_, progress) => {
    expect(isHeldBack({ ...WAITING, ...progress }, false)).toBe(false);
  });
});
