import { type Source, choose, given } from './parts';

const source = (name: string, isThere: boolean, looked: string[] = []): Source<string> => ({
  isThere: () => {
    looked.push(name);
    return isThere;
  },
  start: async () => ({ access: name, close: async () => undefined }),
});

describe('the place of a part', () => {
  it('is what is given, before all else', async () => {
    const chosen = await choose([given<string>('given'), source('here', true)])?.start();
    expect(chosen?.access).toBe('given');
  });

  it('is the first that is there, and no later one is asked', async () => {
    const looked: string[] = [];
    const sources = [source('jars', false, looked), source('image', true, looked), source('other', true, looked)];
    const chosen = await choose([given<string>(null), ...sources])?.start();
    expect(chosen?.access).toBe('image');
    expect(looked).toEqual(['jars', 'image']);
  });

  it('is nowhere when none is there', () => {
    expect(choose([given<string>(null), source('jars', false)])).toBeNull();
  });
});
