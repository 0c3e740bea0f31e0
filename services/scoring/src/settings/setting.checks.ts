// The shapes of settings, as JSON Schema, and their checks.
import { checkOf } from '@segue/contracts';
import { Problem } from '@segue/service';
import { type TSchema, Type } from '@sinclair/typebox';
import type { Settings } from '../rulebook/domain/rulebook';
import type { SettingKind } from '../rulebook/rulebook.store';

export const KINDS = ['economics', 'value', 'rfm', 'model'] as const;

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Sums of it stay exact. */
const Cost = Type.Integer({ minimum: 0, maximum: 1e12 });
/**
 * Shapes of distributions. Fits to real populations have come out at 65; far beyond these ranges
 * the sums of the models lose all digits.
 */
const Shape = Type.Number({ minimum: 0.001, maximum: 1_000 });
const Scale = Type.Number({ minimum: 0.001, maximum: 1e4 });
const Dropout = Type.Object({ r: Shape, alpha: Scale, a: Shape, b: Shape }, closed);
/** Of five scores: the names are for these. */
const Edges = Type.Array(Type.Number(), { minItems: 4, maxItems: 4, description: 'none below the one before' });
const SETTING_SHAPES: Record<SettingKind, TSchema> = {
  economics: Type.Object({ marginRate: Share, costPerOrder: Cost, costPerReturn: Cost, costPerContact: Cost }, closed),
  value: Type.Object({ a: Cost, b: Cost }, closed),
  rfm: Type.Object({ recency: Edges, frequency: Edges, monetary: Edges }, closed),
  model: Type.Object(
    {
      bgnbd: Dropout,
      mbgnbd: Dropout,
      gammaGamma: Type.Object(
        {
          p: Shape,
          q: Type.Number({ minimum: 1.001, maximum: 1_000 }),
          gamma: Type.Number({ minimum: 0.001, maximum: 1e9 }),
        },
        closed,
      ),
    },
    closed,
  ),
};
const SETTING_FAULTS = new Map(KINDS.map((kind) => [kind, checkOf(SETTING_SHAPES[kind])]));
/** In OpenAPI; money in minor units. */
export const SETTING_BODY = {
  description: `by kind: ${KINDS.join(', ')}`,
  schema: { oneOf: JSON.parse(JSON.stringify(KINDS.map((kind) => SETTING_SHAPES[kind]))) as object[] },
};

export function checkedSetting<K extends SettingKind>(kind: K, value: unknown): Settings[K] {
  const fault = SETTING_FAULTS.get(kind)?.(value);
  if (fault) throw Problem.invalid(fault);
  if (kind === 'rfm') assertRising(value as Settings['rfm']);
  return value as Settings[K];
}

function assertRising(edges: Settings['rfm']): void {
  const faults = Object.entries(edges).flatMap(([name, list]: [string, readonly number[]]) => {
    const low = list.findIndex((edge, place) => place > 0 && edge < (list[place - 1] as number));
    return low < 0 ? [] : [{ path: `${name}.${low}`, code: 'order', message: 'must not be below the edge before it' }];
  });
  if (faults.length > 0) throw Problem.invalid(...faults);
}

export const isKind = (kind: string): kind is SettingKind => (KINDS as readonly string[]).includes(kind);
