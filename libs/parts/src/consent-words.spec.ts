import { consent, emailOf } from '../testing/lives';
import { CONSENT_CHANNELS } from '@segue/contracts';
import { CONSENT_PURPOSES } from './consent-words';
import { consentKeysOf } from './consents';

describe('the words of consent', () => {
  const keysOf = (channel: unknown, purpose?: unknown) =>
    consentKeysOf({ type: 'track', event: 'Consent Withdrawn', properties: { channel, purpose } });

  it.each([
    ['email', undefined, 'email/marketing'],
    ['E-Mail', 'Newsletter', 'email/marketing'],
    [' e mail ', 'marketing', 'email/marketing'],
    ['MAIL', 'promotional', 'email/marketing'],
    ['email', null, 'email/marketing'],
    ['email', '', 'email/marketing'],
    ['email', ' \u3000', 'email/marketing'],
    ['newsletter', undefined, 'email/marketing'],
    ['电子邮件', '营销', 'email/marketing'],
    ['ＥＭＡＩＬ', 'marketing', 'email/marketing'],
    ['text', undefined, 'sms/marketing'],
    ['Text Message', 'Transactional', 'sms/service'],
    ['短信', undefined, 'sms/marketing'],
    ['push_notification', undefined, 'push/marketing'],
    ['企业微信', undefined, 'wecom/marketing'],
  ])('%j for %j is %s', (channel, purpose, key) => {
    expect(keysOf(channel, purpose)).toEqual([key]);
  });

  it('knows all channels and all purposes', () => {
    expect(keysOf('all')).toEqual(CONSENT_CHANNELS.map((channel) => `${channel}/marketing`));
    expect(keysOf('email', 'ALL')).toEqual(CONSENT_PURPOSES.map((purpose) => `email/${purpose}`));
    expect(keysOf('全部', '所有')).toHaveLength(CONSENT_CHANNELS.length * CONSENT_PURPOSES.length);
    const granted = consent('Granted', { trust: 'server', id: 'a' });
    expect(emailOf(granted, consent('Withdrawn', { trust: 'public', id: 'b', occurredAt: 2_000 }, 'all'))).toEqual({
      granted: false,
      at: 2_000,
    });
  });

  it.each(['pigeon', '', 'constructor', null, 7, undefined])('refuses %j with the list', (channel) => {
    expect(() => keysOf(channel)).toThrow(/must be one of email, sms, .*, all/);
  });
});
