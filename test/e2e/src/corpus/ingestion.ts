// Bad input at the ingestion API (/v1): generated from the schema of an event and from mistakes of
// senders.
import type { TObject } from '@sinclair/typebox';
import { againstSchema, oddFields } from './fields';
import type { Dice, Question } from './question';
import { oddBatches, oddBodies, oddEncodings, oddHeaders, oddPaths } from './requests';
import type { Keys, Sender } from './sending';
import { lostDigits, oddConsents, oddIds, oddMoney, oddTimes } from './values';

/**
 * Returns all questions for the ingestion API, in an order that depends on the dice alone.
 * @param schema of an event.
 */
export function ingestionQuestions(schema: TObject, keys: Keys, dice: Dice): Question[] {
  const asked = [
    ...againstSchema(schema, dice),
    ...oddFields(dice),
    ...oddMoney(),
    ...oddTimes(),
    ...oddIds(),
    ...lostDigits(),
    ...oddConsents(),
    ...oddBatches(),
    ...oddBodies(),
    ...oddEncodings(),
    ...oddHeaders(),
    ...oddPaths(),
  ];
  return dice.some(
    asked.map(({ sender, ...question }) => signed(question, sender, keys)),
    asked.length,
  );
}

function signed(question: Question, sender: Sender, keys: Keys): Question {
  if (sender === 'nobody') return { ...question, refusedAt: undefined };
  const authorization = `Basic ${Buffer.from(`${keys[sender]}:`).toString('base64')}`;
  return { ...question, headers: { authorization, ...question.headers } };
}
