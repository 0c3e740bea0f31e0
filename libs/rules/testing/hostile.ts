// Hostile and broken rules, facts and contexts: any JSON, mostly in the right shape, so that it
// passes the first checks.
import type { NumberedTouchpoint } from '@segue/contracts';
import type { TObject, TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { LEAF_SCHEMAS } from '../src/language/leaf-schemas';
import type { Condition } from '../src/language/rule';
import { touchpoint } from './touchpoints';

const TEXTS = [
  ...[
    '',
    ' ',
    '.',
    'a..b',
    '__proto__',
    'constructor',
    'toString',
    'a.__proto__.b',
    '\u0000',
    '\ud800',
    '😀',
    'A?b#%',
    '\n',
  ],
  ...['2024-02-30', '2024-02-29', '0000-01-01', '0099-12-31', '9999-12-31', '10000-01-01', '-0001-01-01', '2024-13-01'],
  ...['2026-05-01T10:00:00Z', '2026-05-01T24:00:00Z', '2026-05-01T23:59:60+14:00', '0001-01-01T00:00:00+23:59'],
  ...[
    '9999-12-31T23:59:59-23:59',
    '02-29',
    '--02-30',
    'Mars/Phobos',
    '5',
    '1e999',
    'NaN',
    'A',
    'B',
    'identify',
    'x'.repeat(300),
  ],
];
const NUMBERS = [
  ...[0, -0, 1, -1, 2, 0.5, 28.999999, 100, 366, 1_000, 40_000, -40_000, 100_000, 1_000_000],
  ...[
    2 ** 31,
    2 ** 53,
    -(2 ** 53) - 2,
    8.64e15,
    8.64e15 + 1,
    1e21,
    5e-324,
    1.7976931348623157e308,
    -1.7976931348623157e308,
  ],
];

export const hostileTexts = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 8 }));
const hostileNumbers = fc.oneof(fc.constantFrom(...NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true }));
const scalars = fc.oneof(hostileTexts, hostileNumbers, fc.boolean(), fc.constant(null));
/** What JSON can hold. */
export const hostileJson: fc.Arbitrary<unknown> = fc
  .oneof(
    scalars,
    fc.array(scalars, { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(hostileTexts, fc.constantFrom('toString', 'valueOf')),
      fc.oneof(scalars, fc.array(scalars, { maxLength: 2 })),
      { maxKeys: 3 },
    ),
  )
  .map(asJson);

/** As it would come out of a text: `__proto__` is a key like any other. */
function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/**
 * What fits a schema, nearly: now and then a value is another, a field is missing or there is one
 * too many.
 */
function ofSchema(schema: TSchema, spoilt: number): fc.Arbitrary<unknown> {
  const fitting = fittingTo(schema, spoilt);
  if (spoilt === 0) return fitting;
  return fc.oneof({ weight: Math.round(1 / spoilt), arbitrary: fitting }, { weight: 1, arbitrary: hostileJson });
}

function fittingTo(schema: TSchema, spoilt: number): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const as unknown);
  if (schema.anyOf) return fc.oneof(...(schema.anyOf as TSchema[]).map((one) => ofSchema(one, spoilt)));
  switch (schema.type) {
    case 'object':
      return objectsOf(schema as TObject, spoilt);
    case 'array':
      return fc.array(ofSchema(schema.items as TSchema, spoilt), {
        minLength: schema.minItems as number,
        maxLength: 3,
      });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textsOf(schema, spoilt);
    default:
      return numbersOf(schema, spoilt);
  }
}

function objectsOf(schema: TObject, spoilt: number): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(schema.properties).map(([name, field]) => [name, ofSchema(field, spoilt)]),
  );
  const requiredKeys = [...(schema.required ?? [])];
  const objects = fc.record(fields, { requiredKeys });
  if (spoilt === 0) return objects;
  return fc.oneof(
    { weight: 9, arbitrary: objects },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc.tuple(objects, hostileTexts, hostileJson).map(([one, key, value]) => ({ ...one, [key]: value })),
    },
  );
}

function textsOf({ pattern, minLength = 0, maxLength = Infinity }: TSchema, spoilt: number): fc.Arbitrary<string> {
  if (spoilt > 0) return hostileTexts;
  const fits = (text: string) =>
    text.length >= (minLength as number) &&
    text.length <= (maxLength as number) &&
    (pattern === undefined || new RegExp(pattern as string).test(text));
  return fc.constantFrom(...TEXTS.filter(fits), ...['A', 'B', 'a.b', '2024-02-29'].filter(fits));
}

function numbersOf({ type, minimum = -Infinity, maximum = Infinity }: TSchema, spoilt: number): fc.Arbitrary<number> {
  if (spoilt > 0) return hostileNumbers;
  const fits = (one: number) =>
    one >= (minimum as number) && one <= (maximum as number) && (type !== 'integer' || Number.isInteger(one));
  return fc.constantFrom(...NUMBERS.filter(fits));
}

function conditionsOf(spoilt: number): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(...Object.values(LEAF_SCHEMAS).map((schema) => ofSchema(schema, spoilt)));
  return fc.letrec<{ condition: unknown }>((tie) => {
    const several = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
    const group = fc.tuple(fc.constantFrom('and', 'or'), several).map(([kind, of]) => ({ kind, of }));
    const some = several.map((of) => ({ kind: 'some', atLeast: of.length, of }));
    const not = tie('condition').map((of) => ({ kind: 'not', of }));
    return {
      condition: fc.oneof(
        { maxDepth: 2 },
        { weight: 4, arbitrary: leaf },
        { weight: 1, arbitrary: fc.oneof(group, some, not) },
      ),
    };
  }).condition;
}

/** Of the right shape; what no schema can say may still be wrong. */
export const wellShaped = conditionsOf(0) as fc.Arbitrary<Condition>;
/** Faulty in places. */
export const broken = conditionsOf(0.1).map(asJson);

const properties = fc
  .dictionary(fc.oneof(hostileTexts, fc.constantFrom('a', 'b', 'A')), hostileJson, { maxKeys: 4 })
  .map(asJson);

export const hostileHistories: fc.Arbitrary<NumberedTouchpoint[]> = fc
  .array(
    fc.record({
      event: fc.oneof(fc.constantFrom('A', 'B', 'identify'), hostileTexts),
      occurredAt: fc.oneof(fc.integer({ min: 0, max: 4_102_444_800_000 }), fc.constantFrom(0, 1, -62_135_596_800_000)),
      properties,
      identity: fc.constantFrom('userId:__proto__', 'userId:u1', 'email:a'),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map((one, index) =>
      touchpoint({ ...one, number: index + 1, type: one.event === 'identify' ? 'identify' : 'track' }),
    ),
  );
