import { dirtySpan } from './compaction';

describe('the span that compaction cleans', () => {
  it('is worth it once half of the partition is new', () => {
    expect(dirtySpan({ end: 30_000, cleanedTo: 20_000, cleanRecords: 10_001 })).toBeNull();
    expect(dirtySpan({ end: 30_000, cleanedTo: 20_000, cleanRecords: 10_000 })).toEqual({ from: 20_000, to: 30_000 });
  });

  it('leaves the small alone and takes the large in parts', () => {
    expect(dirtySpan({ end: 999, cleanedTo: 0, cleanRecords: 0 })).toBeNull();
    expect(dirtySpan({ end: 1_000_000, cleanedTo: 100, cleanRecords: 0 })).toEqual({ from: 100, to: 200_100 });
  });
});
