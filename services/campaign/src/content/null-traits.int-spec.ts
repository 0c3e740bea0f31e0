// A trait that null took back renders as one that was never given: from the touchpoints to the
// text.
import type { Touchpoint } from '@segue/contracts';
import { EMPTY_PART, evolve, headOf } from '@segue/parts';
import { NOON, campaign, signal } from '../../testing/builders';
import { renderingOf } from './domain/content';
import { Renderer } from './renderer';

const brand = { currency: 'USD', zone: 'UTC' };
const renderer = new Renderer();
afterAll(() => renderer.onModuleDestroy());

let said = 0;
const identify = (properties: Touchpoint['properties']): Touchpoint => ({
  ...{ v: 1, identity: 'userId:ana', source: 'server', id: `m${said++}`, type: 'identify', event: 'identify' },
  ...{ ids: ['userId:ana'], properties, context: {}, digest: 'd', trust: 'server', origin: 'live', cause: null },
  ...{ occurredAt: NOON + said, recordedAt: NOON + said },
});

async function written(body: string, ...traits: Touchpoint['properties'][]): Promise<unknown> {
  const part = traits.map(identify).reduce((known, one) => evolve(known, one, brand), EMPTY_PART);
  const about = signal({ head: headOf(part, brand) });
  // Templates are compiled once for each campaign and version.
  const template = campaign({ id: `campaign-${said}`, content: { subject: 'Hi', body } });
  const [answer] = await renderer.render([renderingOf('d1', about, template, { now: NOON, brandZone: 'UTC' })]);
  return answer && 'body' in answer ? answer.body : answer;
}

it.each<[string, string]>([
  ['{{ customer.nick }}', ''],
  ["{{ customer.nick | default: 'friend' }}", 'friend'],
  ['{% if customer.nick %}known{% else %}unknown{% endif %}', 'unknown'],
  ["{% if customer.nick == null %}none{% endif %}{% if customer.nick == 'Nic' %}old{% endif %}", 'none'],
  ['{% if customer.points < 10 %}few{% else %}not few{% endif %}', 'not few'],
  ["{{ customer.home.city | default: 'nowhere' }}", 'nowhere'],
])('%s of traits that null took back is “%s”, as of traits that were never given', async (body, text) => {
  const given = { nick: 'Nic', points: 5, home: { city: 'Rome' } };
  const takenBack = { nick: null, points: null, home: { city: null } };

  expect(await written(body, given)).not.toBe(text);
  expect(await written(body, given, takenBack)).toBe(text);
  expect(await written(body, {})).toBe(text);
});
