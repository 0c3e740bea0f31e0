// The wording of a campaign in several languages: one is the default, the others are chosen by the
// customer's locale. Pure.
import { type Static, Type } from '@sinclair/typebox';

const closed = { additionalProperties: false };
const Wording = Type.Object(
  { subject: Type.String({ maxLength: 1000 }), body: Type.String({ minLength: 1, maxLength: 50_000 }) },
  closed,
);
export type Wording = Static<typeof Wording>;

/** A language, or a language and a region: `zh`, `zh-TW`. */
const LOCALE = '^[a-z]{2,3}(-[A-Z]{2})?$';

export const Content = Type.Object(
  {
    ...Wording.properties,
    /** By language; customers of any other language get the default. */
    variants: Type.Optional(Type.Record(Type.String({ pattern: LOCALE }), Wording, { ...closed, maxProperties: 20 })),
  },
  closed,
);
export type Content = Static<typeof Content>;

export interface Chosen {
  wording: Wording;
  /** The variant; empty for the default. */
  variant: string;
}

/**
 * Returns the wording for a locale, as devices write it (`zh-CN`, `zh_Hans_CN`): the variant of
 * language and region, else of the language, else the default.
 */
export function wordingFor({ subject, body, variants = {} }: Content, locale: string | null): Chosen {
  const [language = '', ...rest] = (locale ?? '').split(/[-_]/);
  const region = rest.findLast((part) => /^[a-z]{2}$/i.test(part));
  const names = [
    ...(region === undefined ? [] : [`${language.toLowerCase()}-${region.toUpperCase()}`]),
    language.toLowerCase(),
  ];
  const variant = names.find((name) => Object.hasOwn(variants, name)) ?? '';
  return { wording: variants[variant] ?? { subject, body }, variant };
}

/** Returns all wordings, each with its path in the draft. */
export function wordingsOf({ subject, body, variants = {} }: Content): { path: string; wording: Wording }[] {
  const others = Object.entries(variants).map(([name, wording]) => ({ path: `content.variants.${name}`, wording }));
  return [{ path: 'content', wording: { subject, body } }, ...others];
}
