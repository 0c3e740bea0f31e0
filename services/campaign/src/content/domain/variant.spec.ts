import { campaign, draft, head, signal } from '../../../testing/builders';
import { draftFault } from '../../journeys/domain/campaign';
import { marksFault, renderingOf } from './content';
import { wordingFor, wordingsOf } from './variant';

const content = {
  ...{ subject: 'Hello', body: 'Hello' },
  variants: { zh: { subject: '您好', body: '您好' }, 'zh-TW': { subject: '妳好', body: '妳好' } },
};

describe('the wording for a customer', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['zh', 'zh'],
    ['ZH_hans_cn', 'zh'],
    ['zh-TW', 'zh-TW'],
    ['zh_Hant_TW', 'zh-TW'],
    ['de-AT', ''],
    ['constructor', ''],
    ['', ''],
    [null, ''],
  ])('with the locale %j is the variant %j', (locale, variant) => {
    const chosen = wordingFor(content, locale);
    expect(chosen.variant).toBe(variant);
    expect(chosen.wording.subject).toBe(variant === '' ? 'Hello' : content.variants[variant as 'zh'].subject);
  });

  it('is the default where there are no variants', () => {
    expect(wordingFor({ subject: 's', body: 'b' }, 'zh-CN')).toEqual({
      variant: '',
      wording: { subject: 's', body: 'b' },
    });
  });

  it('has a path in the draft', () => {
    expect(wordingsOf(content).map(({ path }) => path)).toEqual([
      'content',
      'content.variants.zh',
      'content.variants.zh-TW',
    ]);
  });

  it('is what is rendered, under a name of its own', () => {
    const given = { now: 0, brandZone: 'UTC' };
    const to = (locale: string | null) =>
      renderingOf('d1', signal({ head: head({ locale }) }), campaign({ content }), given);
    expect(to('zh-CN')).toMatchObject({ variant: 'zh', content: { subject: '您好', body: '您好' } });
    expect(to(null)).toMatchObject({ variant: '', content: { subject: 'Hello', body: 'Hello' } });
  });

  it('is checked like the default', () => {
    expect(draftFault(draft({ content }))).toBeNull();
    const wrong = (variants: object) => draftFault({ ...draft(), content: { ...content, variants } })?.path;
    expect(wrong({ Chinese: { subject: '', body: 'x' } })).toMatch(/^content/);
    expect(wrong({ zh: { subject: '', body: '' } })).toMatch(/^content/);
    const many = { subject: '', body: '{{ now }}'.repeat(1_001) };
    expect(marksFault({ ...content, variants: { de: many } })?.path).toBe('content.variants.de.body');
  });
});
