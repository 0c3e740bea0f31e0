import { matched } from './strategy';

const handler = (group: string, name: string) => ({ extras: { group, topic: { name } } });
const serves = (group: string, ...names: string[]) => ({ group, topics: names.map((name) => ({ name })) });

describe('which handlers a strategy serves', () => {
  it('are those of its groups; the same topic may be read by several', () => {
    const handlers = [
      handler('scoring', 'profiles'),
      handler('scoring', 'catalogue'),
      handler('campaign', 'catalogue'),
    ];
    expect(matched(handlers, [serves('scoring', 'profiles', 'catalogue')])).toEqual(handlers.slice(0, 2));
    expect(matched(handlers, [serves('campaign', 'catalogue')])).toEqual(handlers.slice(2));
  });

  it('reports all faults at once', () => {
    const handlers = [handler('a', 'two'), handler('a', 'two'), handler('a', 'undeclared')];
    expect(() => matched(handlers, [serves('a', 'none', 'two')])).toThrow(
      'a has no handler for none; a has two handlers for two; a handles undeclared, which it does not declare',
    );
  });
});
