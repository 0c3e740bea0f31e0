import { type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { calendarConditions } from '../../testing/calendar-worlds';
import { faults } from '../../testing/faults';
import { smallConditions } from '../../testing/worlds';
import type { Condition } from './rule';
import { RULE_SCHEMA } from './schema';

const conditions = fc.oneof(smallConditions, calendarConditions);

it('takes every condition that the language can say', () => {
  fc.assert(
    fc.property(conditions, (when) => expect(faults(when)).toEqual([])),
    { numRuns: cases(1000) },
  );
});

it('says of a broken rule what the published schema says', () => {
  const schema = typeboxOf(RULE_SCHEMA as JsonSchema);
  const broken = fc
    .tuple(conditions, fc.nat(), fc.constantFrom<unknown>(null, -1, 'x', [], {}, true))
    .map(([when, at, by]) => breakAt(when, at, by));
  fc.assert(
    fc.property(broken, (when) => {
      const rule = { version: 1, when };
      if (Value.Check(schema, rule))
        expect(
          faults(when).filter((fault) => !/must not|1 to|must be above|every year|no day|no time/.test(fault)),
        ).toEqual([]);
      else expect(faults(when)).not.toEqual([]);
      // In words: no pattern, and nothing that a schema did not say.
      expect(faults(when).join()).not.toMatch(/undefined|\[object|NaN|[\\^]/);
    }),
    { numRuns: cases(2000) },
  );
});

/** Puts something else in the place of the n-th value of a condition. */
function breakAt(condition: Condition, at: number, by: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(condition)) as unknown;
  const places: [Record<string, unknown>, string][] = [];
  const gather = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      gather((value as Record<string, unknown>)[key]);
    }
  };
  gather(copy);
  const [holder, key] = places[at % places.length] as [Record<string, unknown>, string];
  holder[key] = by;
  return copy;
}

type JsonSchema = TSchema & { $defs: Record<string, TSchema> };

/**
 * TypeBox checks recursive schemas of its own only: the definition that refers to itself is made
 * one.
 */
function typeboxOf({ $defs }: JsonSchema): TSchema {
  const inlined = (schema: unknown, self: TSchema): unknown => {
    if (Array.isArray(schema)) return schema.map((part) => inlined(part, self));
    if (typeof schema !== 'object' || schema === null) return schema;
    const ref = (schema as { $ref?: string }).$ref;
    if (ref === '#/$defs/condition') return self;
    if (ref) return inlined($defs[ref.replace('#/$defs/', '')], self);
    return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, inlined(part, self)]));
  };
  const condition = Type.Recursive((self) => Type.Unsafe(revived(inlined($defs.condition, self) as TSchema)));
  return Type.Object({ version: Type.Literal(1), when: condition }, { additionalProperties: false });
}

/** Plain JSON Schema as TypeBox builds it. */
function revived(schema: TSchema): TSchema {
  if (schema.$ref || schema.const !== undefined) return schema.$ref ? schema : Type.Literal(schema.const);
  if (schema.anyOf) return Type.Union((schema.anyOf as TSchema[]).map(revived));
  if (schema.type === 'array')
    return Type.Array(revived(schema.items), { minItems: schema.minItems ?? 0, maxItems: schema.maxItems });
  if (schema.type !== 'object')
    return Type.Unsafe({
      ...(Type as never as Record<string, (o: object) => TSchema>)[typeName(schema.type as string)]!(schema),
    });
  const required = new Set<string>(schema.required ?? []);
  const fields = Object.entries(schema.properties as Record<string, TSchema>).map(([key, field]) => [
    key,
    required.has(key) ? revived(field) : Type.Optional(revived(field)),
  ]);
  return Type.Object(Object.fromEntries(fields), { additionalProperties: false });
}

function typeName(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
