// The faults of a rule: each with its path and what would be right there.
import type { TObject } from '@sinclair/typebox';
import { LEAF_SCHEMAS } from '../language/leaf-schemas';
import { MAX_CHILDREN, MAX_NESTING, RULE_VERSION } from '../language/limits';
import type { Condition, Rule } from '../language/rule';
import { sizeFaults } from './bounds';
import { oneOf } from './in-words';
import { type Json, isObject } from './json';
import { type KnownNames, nameFaults } from './names';
import { type Fault, notKnown, shapeFaults } from './validate-shape';
import { valueFaults } from './values';

export type { Fault } from './validate-shape';

/**
 * The faults of a rule in reading order; none if it may be used.
 * @param known the names that exist. Names are checked once the shape is right, and not at all
 * where this is absent.
 */
export function validate(json: unknown, known?: KnownNames): Fault[] {
  if (!isObject(json)) return [{ path: '', message: 'a rule is an object {"version": 1, "when": …}' }];
  // First, because faults inside a rule that is too large would take long to find and longer to
  // read.
  const tooLarge = sizeFaults(json);
  if (tooLarge.length > 0) return tooLarge;
  const faults = unexpected(json, ['version', 'when'], '');
  if (json.version !== RULE_VERSION) faults.push({ path: 'version', message: `must be ${RULE_VERSION}` });
  faults.push(...conditionFaults(json.when, 'when', 1));
  return faults.length > 0 || !known ? faults : nameFaults(json.when as Condition, 'when', known);
}

/** Whether a value is a valid rule, for callers with unknown data. */
export function isRule(json: unknown): json is Rule {
  return validate(json).length === 0;
}

const GROUPS = ['and', 'or', 'not', 'some'];
const KINDS = [...GROUPS, ...new Set(Object.keys(LEAF_SCHEMAS).map((name) => name.split('.')[0] as string))];

function conditionFaults(json: unknown, path: string, depth: number): Fault[] {
  if (!isObject(json)) return [{ path, message: 'a condition is an object with a "kind"' }];
  if (depth > MAX_NESTING) return [{ path, message: `conditions nest at most ${MAX_NESTING} deep` }];
  const { kind } = json;
  if (typeof kind !== 'string' || !KINDS.includes(kind)) return [{ path: `${path}.kind`, message: oneOf(KINDS) }];
  return GROUPS.includes(kind) ? groupFaults(json, kind, path, depth) : leafFaults(json, kind, path);
}

function groupFaults(json: Json, kind: string, path: string, depth: number): Fault[] {
  const faults = unexpected(json, kind === 'some' ? ['kind', 'of', 'atLeast'] : ['kind', 'of'], path);
  if (kind === 'not') return [...faults, ...conditionFaults(json.of, `${path}.of`, depth + 1)];
  const { of } = json;
  if (!Array.isArray(of) || of.length === 0 || of.length > MAX_CHILDREN) {
    return [...faults, { path: `${path}.of`, message: `a list of 1 to ${MAX_CHILDREN} conditions` }];
  }
  if (kind === 'some') faults.push(...atLeastFaults(json.atLeast, of.length, path));
  return [...faults, ...of.flatMap((child, index) => conditionFaults(child, `${path}.of.${index}`, depth + 1))];
}

function atLeastFaults(atLeast: unknown, most: number, path: string): Fault[] {
  const fits = typeof atLeast === 'number' && Number.isInteger(atLeast) && atLeast >= 1 && atLeast <= most;
  return fits
    ? []
    : [{ path: `${path}.atLeast`, message: `a whole number from 1 to ${most}, as there are conditions` }];
}

/**
 * The fields that decide the shape of a leaf, in order; of most kinds it is the comparison alone.
 */
const DECIDING: Readonly<Record<string, readonly string[]>> = { order: ['what', 'is'] };

/**
 * Checks the fields that decide the shape of a leaf first, so that a message names the field and
 * its values instead of a union.
 */
function leafFaults(json: Json, kind: string, path: string): Fault[] {
  let name = kind;
  for (const field of DECIDING[kind] ?? ['is']) {
    if (LEAF_SCHEMAS[name]) break;
    const words = formsOf(name);
    const word = json[field];
    if (typeof word !== 'string' || !words.includes(word)) return [{ path: `${path}.${field}`, message: oneOf(words) }];
    name = `${name}.${word}`;
  }
  return [...shapeFaults(LEAF_SCHEMAS[name] as TObject, json, path), ...valueFaults(json, path)];
}

/** The words that may follow in the name of a leaf's schema. */
function formsOf(name: string): string[] {
  const prefix = `${name}.`;
  const longer = Object.keys(LEAF_SCHEMAS).filter((one) => one.startsWith(prefix));
  return [...new Set(longer.map((one) => one.slice(prefix.length).split('.')[0] as string))];
}

function unexpected(json: Json, known: readonly string[], path: string): Fault[] {
  const message = notKnown(known);
  return Object.keys(json)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: path ? `${path}.${key}` : key, message }));
}
