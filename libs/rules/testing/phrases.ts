// A condition in both languages, for tests of phrases.
import type { Condition } from '../src/language/rule';
import { describeCondition } from '../src/phrases/describe';

export const both = (condition: Condition) => [
  describeCondition(condition, 'en'),
  describeCondition(condition, 'zh-CN'),
];
