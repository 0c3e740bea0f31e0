import { slugFault } from './slug';

describe('ids that people choose', () => {
  it.each(['a', 'win-back', '2026-spring', 'a'.repeat(64)])('%s is one', (id) => {
    expect(slugFault(id)).toBeNull();
  });

  it.each(['', '-a', 'Win', 'a_b', 'a b', 'a/b', 'é', 'a'.repeat(65), 'a\n'])('%j is none', (id) => {
    expect(slugFault(id)).toMatchObject({ code: 'id', path: 'id' });
  });
});
