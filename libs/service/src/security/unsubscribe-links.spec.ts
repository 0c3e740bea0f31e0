import type { Unsubscription } from '@segue/contracts';
import { Sealing } from './sealing';
import { UnsubscribeLinks } from './unsubscribe-links';

const [KEY, OTHER] = ['a secret of thirty-two characters', 'another one, thirty-two characters'] as const;
const ANA: Unsubscription = {
  identity: 'userId:ana',
  address: 'ana@x.test',
  consent: 'email/marketing',
  message: 'd1',
};
const tokenOf = (url: string | null) => String(url).split('/').at(-1) as string;

describe('an unsubscribe link', () => {
  const links = new UnsubscribeLinks(new Sealing(KEY), 'https://shop.test/segue/');
  const url = links.urlOf(ANA);

  it('leads below the public URL and means what was sealed in it, shown to nobody', () => {
    expect(url).toMatch(/^https:\/\/shop\.test\/segue\/unsubscribe\/v1\.[\w-]+$/);
    expect(links.read(tokenOf(url))).toEqual(ANA);
    expect(Buffer.from(tokenOf(url).slice(3), 'base64url').toString('latin1')).not.toContain('ana');
  });

  it('fits a path and a header line for the longest ids and addresses', () => {
    const long = links.urlOf({ ...ANA, identity: `userId:${'u'.repeat(256)}`, address: 'a'.repeat(254) });
    expect(tokenOf(long).length).toBeLessThan(1_000);
  });

  it('is not made without a public URL', () => {
    expect(new UnsubscribeLinks(new Sealing(KEY), undefined).urlOf(ANA)).toBeNull();
  });

  it('means nothing when it was changed, cut short, or sealed for something else', () => {
    const token = tokenOf(url);
    for (const bad of ['', 'v1.', token.slice(0, -2), `${token}AA`, new Sealing(KEY).seal('[]', 'channel/email')])
      expect(links.read(bad)).toBeNull();
    expect(new UnsubscribeLinks(new Sealing(OTHER), undefined).read(token)).toBeNull();
    expect(new UnsubscribeLinks(new Sealing(OTHER, KEY), undefined).read(token)).toEqual(ANA);
  });
});
