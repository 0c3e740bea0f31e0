import { Liquid } from 'liquidjs';
import { CAMPAIGNS, SEGMENTS } from './program';
import { visitOf } from './visits';

const liquid = new Liquid({ outputEscape: 'escape' });
const HAN = /\p{Script=Han}/u;

it.each(CAMPAIGNS.map((campaign) => [campaign.id, campaign.draft.content] as const))(
  'writes to each customer in the own language: %s',
  async (_, { subject, body }) => {
    const written = async (name: string, locale: string) =>
      Promise.all([subject, body].map((text) => liquid.parseAndRender(text, { customer: { name, locale } })));
    const chinese = await written('韩敏', 'zh-CN');
    const english = await written('Maya', 'en-US');

    for (const text of chinese) expect(text.replace(/<[^>]*>/g, '')).not.toMatch(/[A-Za-z]/);
    for (const text of english) expect(text).not.toMatch(HAN);
    for (const text of [chinese[0], english[0]]) expect(text).toMatch(/韩敏|Maya/);
  },
);

it('names segments and campaigns in both languages', () => {
  for (const name of [...SEGMENTS.map((one) => one.name), ...CAMPAIGNS.map((one) => one.draft.name)])
    expect(name).toMatch(/^[\x20-\x7e]+ \/ .*\p{Script=Han}/u);
});

it('shows visitors titles in the language of their own', () => {
  const names = Array.from({ length: 40 }, (_, number) => visitOf(['0001', '0002', '0003', '0004'], number)).map(
    ({ properties }) => String(properties?.name),
  );
  expect(names.some((name) => HAN.test(name))).toBe(true);
  expect(names.some((name) => /^Northlight \w+, vol\. \d+$/.test(name))).toBe(true);
});
