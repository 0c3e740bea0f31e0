// The shapes of settings, as JSON Schema, and their checks.
import { checkOf } from '@segue/contracts';
import { Problem } from '@segue/service';
import { PURCHASE_MODELS } from '@segue/valuation';
import { type TSchema, Type } from '@sinclair/typebox';
import { parametersOf } from '../models/domain/live-model';
import type { Settings } from '../rulebook/domain/rulebook';
import type { SettingKind } from '../rulebook/rulebook.store';

export const KINDS = ['economics', 'value', 'rfm', 'model'] as const;

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Sums of it stay exact. */
const Cost = Type.Integer({ minimum: 0, maximum: 1e12 });
/**
 * Shapes of distributions, and weeks: as far as the models are computed to all digits, which takes
 * in whatever `fitStore` comes to.
 */
const Shape = Type.Number({ minimum: 0.001, maximum: 3_000 });
const Scale = Type.Number({ minimum: 0.001, maximum: 1e5 });
const Dropout = Type.Object({ r: Shape, alpha: Scale, a: Shape, b: Shape }, closed);
/** Of five scores: the names are for these. */
const Edges = Type.Array(Type.Number(), { minItems: 4, maxItems: 4, description: 'none below the one before' });
const AS_READ = 'as it was read; not kept';
const SETTING_SHAPES: Record<SettingKind, TSchema> = {
  economics: Type.Object({ marginRate: Share, costPerOrder: Cost, costPerReturn: Cost, costPerContact: Cost }, closed),
  value: Type.Object(
    {
      a: Cost,
      b: Cost,
      keepDays: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 365,
          description: 'for so many days a tier is kept after it was last reached',
        }),
      ),
    },
    closed,
  ),
  rfm: Type.Object({ recency: Edges, frequency: Edges, monetary: Edges }, closed),
  model: Type.Object(
    {
      purchases: Type.Optional(
        Type.Union(
          PURCHASE_MODELS.map((name) => Type.Literal(name)),
          { description: 'the model of expected purchases; bgnbd if absent' },
        ),
      ),
      bgnbd: Dropout,
      mbgnbd: Dropout,
      nbd: Type.Optional(Type.Object({ r: Shape, alpha: Scale }, closed)),
      gammaGamma: Type.Object(
        {
          p: Shape,
          q: Type.Number({ minimum: 1.001, maximum: 3_000 }),
          gamma: Type.Number({ minimum: 0.001, maximum: 1e13 }),
        },
        closed,
      ),
      version: Type.Optional(Type.Integer({ description: 'as it was read; a model set by hand is no version' })),
      ...Object.fromEntries(
        ['held', 'chosen', 'waits'].map((name) => [name, Type.Optional(Type.Boolean({ description: AS_READ }))]),
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
  if (kind === 'model') return modelByHand(value as Settings['model']) as Settings[K];
  return value as Settings[K];
}

function modelByHand(model: Settings['model']): Settings['model'] {
  if (model.purchases === 'nbd' && !model.nbd) {
    throw Problem.invalid({ path: 'nbd', code: 'required', message: 'the model of purchases needs parameters' });
  }
  return parametersOf(model);
}

function assertRising(edges: Settings['rfm']): void {
  const faults = Object.entries(edges).flatMap(([name, list]: [string, readonly number[]]) => {
    const low = list.findIndex((edge, place) => place > 0 && edge < (list[place - 1] as number));
    return low < 0 ? [] : [{ path: `${name}.${low}`, code: 'order', message: 'must not be below the edge before it' }];
  });
  if (faults.length > 0) throw Problem.invalid(...faults);
}

export const isKind = (kind: string): kind is SettingKind => (KINDS as readonly string[]).includes(kind);
