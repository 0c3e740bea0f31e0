// The content of an event by its type: its name and its properties or traits. Pure.
import { Invalid } from '@segue/contracts';
import { isPlain } from './body';
import { knownName } from './event-names';
import type { SegmentEvent } from './segment-event';

/** '' where the event bears none. */
export const idOf = ({ messageId }: SegmentEvent): string => String(messageId ?? '').trim();

/** The name of what was tracked; the type's own name for the others. */
export function nameOf(event: SegmentEvent): string {
  if (event.type !== 'track') return event.type;
  const name = event.event?.trim();
  if (!name) throw new Invalid('shape', 'event', 'a track needs the name of its event');
  return knownName(name);
}

/**
 * What the event says: the fields that Segment keeps beside `properties` for some types stand among
 * them.
 */
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
 * Traits of an identify, also those in its context, where SDKs of RudderStack and mobile SDKs write
 * them; `traits` goes first.
 */
function traitsOf({ traits, context }: SegmentEvent, remarks: Invalid[]): Record<string, unknown> {
  const { traits: further } = (context ?? {}) as { traits?: unknown };
  return withTexts(isPlain(further) ? { ...further, ...traits } : (traits ?? {}), remarks);
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** No message could use them if they were anything else. */
const TEXT_TRAITS = ['email', 'phone', 'name', 'firstName', 'lastName', 'first_name', 'last_name'];

/**
 * Keeps a number among them as its text, and leaves out what else is no text: the rest of the
 * identify is as good as ever, and the value that was known must not give way to it.
 */
function withTexts(traits: Record<string, unknown>, remarks: Invalid[]): Record<string, unknown> {
  const others = TEXT_TRAITS.filter((name) => !['string', 'undefined'].includes(typeof (traits[name] ?? undefined)));
  if (others.length === 0) return traits;
  const texts = { ...traits };
  for (const name of others) {
    if (typeof traits[name] === 'number') texts[name] = String(traits[name]);
    else {
      delete texts[name];
      remarks.push(new Invalid('left_out', `traits.${name}`, 'must be text; the rest of the identify was taken'));
    }
  }
  return texts;
}
