// The content of an event by its type: its name and its properties or traits. Pure.
import { Invalid } from '@segue/contracts';
import { isPlain } from './body';
import { knownName } from './event-names';
import type { SegmentEvent } from './segment-event';

/** Returns the message id; '' if the event has none. */
export const idOf = ({ messageId }: SegmentEvent): string => String(messageId ?? '').trim();

/** Returns the name of a tracked event; for any other type the name of the type. */
export function nameOf(event: SegmentEvent): string {
  if (event.type !== 'track') return event.type;
  const name = event.event?.trim();
  if (!name) throw new Invalid('shape', 'event', 'a track needs the name of its event');
  return knownName(name);
}

/** Returns the properties, including fields that Segment keeps beside them for some types. */
export function propertiesOf(event: SegmentEvent, remarks: Invalid[]): Record<string, unknown> {
  switch (event.type) {
    case 'track':
      return event.properties ?? {};
    case 'page':
    case 'screen':
      return { ...event.properties, ...given({ name: event.name, category: event.category }) };
    case 'identify':
      return traitsOf(event, remarks);
    case 'group':
      return { ...event.traits, ...given({ groupId: event.groupId }) };
    case 'alias':
      return given({ previousId: event.previousId });
  }
}

/**
 * Returns the traits of an identify. RudderStack's and mobile SDKs write them to the context;
 * `traits` takes precedence.
 */
function traitsOf({ traits, context }: SegmentEvent, remarks: Invalid[]): Record<string, unknown> {
  const { traits: further } = (context ?? {}) as { traits?: unknown };
  return withTexts(isPlain(further) ? { ...further, ...traits } : (traits ?? {}), remarks);
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** Traits that messages use as text. */
const TEXT_TRAITS = ['email', 'phone', 'name', 'firstName', 'lastName', 'first_name', 'last_name'];

/**
 * Returns the traits with numbers among TEXT_TRAITS as text. Other values of these are left out
 * with a remark, so that they do not replace a known value and the rest of the identify is
 * accepted.
 */
function withTexts(traits: Record<string, unknown>, remarks: Invalid[]): Record<string, unknown> {
  const others = TEXT_TRAITS.filter((name) => !['string', 'undefined'].includes(typeof (traits[name] ?? undefined)));
  if (others.length === 0) return traits;
  const texts = { ...traits };
  for (const name of others) {
    if (typeof traits[name] === 'number') texts[name] = String(traits[name]);
    else {
      delete texts[name];
      remarks.push(new Invalid('left_out', `traits.${name}`, 'must be text; the rest of the identify was accepted'));
    }
  }
  return texts;
}
