// Odd values in the fields of an event.
import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type Dice, ODD_VALUES, asRead, Raw, written } from './question';
import { CALLS, SHORT, type Event, type Sender, SENDERS, type Asked, send, byAll, validEvent } from './sending';

/** Returns every field of the schema with every odd value that does not fit it. */
export function againstSchema(schema: TObject, dice: Dice): Asked[] {
  return Object.entries(schema.properties)
    .flatMap(([field, own]) => {
      const wrong = ODD_VALUES.filter((value) => !(value instanceof Raw) && !Value.Check(own, asRead(value)));
      return dice.some(wrong, 14).flatMap((value) => byAll((sender) => wrongField(field, value, sender, dice)));
    })
    .concat(withinContext(schema.properties.context, dice));
}

function wrongField(field: string, value: unknown, sender: Sender, dice: Dice): Asked {
  const call = dice.pick(CALLS);
  const about = `${field}: ${written(value).slice(0, 40)}`;
  // For a single event the path states the type; in a batch each event does.
  if (field === 'type') {
    const body = written({ batch: [{ ...validEvent(call, sender), type: value }] });
    return send(about, dice.pick(['batch', 'b', 'import']), body, sender, { refusedAt: 'batch.0.type' });
  }
  const event = { ...validEvent(call, sender), [field]: value };
  return dice.next() < 0.5
    ? send(about, dice.pick([call, SHORT[call] ?? call]), written(event), sender, { refusedAt: field })
    : send(about, 'batch', written({ batch: [{ ...event, type: call }] }), sender, { refusedAt: `batch.0.${field}` });
}

function withinContext(context: TSchema | undefined, dice: Dice): Asked[] {
  if (!context) throw new Error('the schema of an event has no context');
  const shape = Type.Object({ context });
  const lists = ODD_VALUES.flatMap((value) => [
    value,
    [value],
    [{ type: 'loyalty', id: value }],
    [{ type: asRead(value), id: '7' }],
  ]);
  const wrong = lists.filter((value) => !hasRaw(value) && !Value.Check(shape, { context: { externalIds: value } }));
  return dice.some(wrong, 40).map((externalIds) => {
    const event = { ...validEvent('page', 'server'), context: { externalIds } };
    return send(`externalIds: ${written(externalIds).slice(0, 40)}`, 'page', written(event), 'server', {
      refusedAt: 'context',
    });
  });
}

const hasRaw = (value: unknown): boolean =>
  value instanceof Raw || (typeof value === 'object' && value !== null && Object.values(value).some(hasRaw));

/** Odd values where any value is allowed: some of them are accepted. */
export function oddFields(dice: Dice): Asked[] {
  const places: readonly ((value: unknown) => Event)[] = [
    (value) => ({ properties: { note: value } }),
    (value) => ({ properties: value }),
    (value) => ({ traits: { birthday: value, note: value } }),
    (value) => ({ traits: { email: value, name: value, phone: value } }),
    (value) => ({ context: { locale: value, timezone: value, ip: value } }),
    (value) => ({ context: { signature: value } }),
    (value) => ({ integrations: value, writeKey: value }),
    (value) => ({ event: value, name: value, messageId: value }),
  ];
  return places.flatMap((place) =>
    dice.some(ODD_VALUES, 24).map((value) => {
      const [call, sender] = [dice.pick(CALLS), dice.pick(SENDERS)];
      const body = written({ ...validEvent(call, sender), ...place(value) });
      return send(`${Object.keys(place(0)).join(' and ')}: ${written(value).slice(0, 40)}`, call, body, sender);
    }),
  );
}
