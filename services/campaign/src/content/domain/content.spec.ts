import { type ContentFailure, MAX_MARKS, marksFault } from './content';
import { FailureStreaks } from './failures';

const failure: ContentFailure = { error: 'render', field: 'body', line: 3, column: 1 };
const attempt = (customer: string, over: object = {}) => ({
  campaign: 'note',
  campaignVersion: 1,
  customer,
  outcome: 'held',
  reason: 'content',
  checks: [{ detail: { ...failure } }],
  ...over,
});
const sent = { outcome: 'sent', reason: 'sent', checks: [] };

describe('a campaign that fails to render', () => {
  it('should pause after three customers in a row, across batches, with the reason', () => {
    const streaks = new FailureStreaks();
    expect(streaks.note([attempt('a'), attempt('b')])).toEqual([]);
    expect(streaks.note([attempt('c')])).toEqual([
      { campaign: 'note', version: 1, because: { reason: 'content', ...failure } },
    ]);
    expect(streaks.note([attempt('d')])).toEqual([]);
  });

  it.each([
    ['one customer fails again and again', [attempt('a'), attempt('a'), attempt('a')]],
    ['another was rendered in between', [attempt('a'), attempt('b'), attempt('x', sent), attempt('c')]],
    ['it was mended in between', [attempt('a'), attempt('b'), attempt('c', { campaignVersion: 2 })]],
    [
      'it is the values that are too long',
      ['a', 'b', 'c'].map((one) => attempt(one, { checks: [{ detail: { ...failure, error: 'size' } }] })),
    ],
    ['they are of several campaigns', [attempt('a'), attempt('b'), attempt('c', { campaign: 'other' })]],
  ])('goes on where %s', (_, decisions) => {
    expect(new FailureStreaks().note(decisions)).toEqual([]);
  });
});

it('counts outputs and tags', () => {
  const of = (count: number) => ({ subject: '', body: '{{ customer.name }}'.repeat(count) });
  expect(marksFault(of(MAX_MARKS))).toBeNull();
  expect(marksFault(of(MAX_MARKS + 1))?.path).toBe('content.body');
});
