import { customer, order } from '../../../testing/shopify';
import { delivery, inLines, touchpointsOf } from '../../../testing/webhooks';
import { readShopify } from './shopify';

const touched = (topic: string, body: unknown) =>
  touchpointsOf(readShopify(delivery(body, { 'x-shopify-topic': topic })));
const ANA = 'email:ana.holm@example.com';

describe('a customer of Shopify', () => {
  it('has names, addresses and the consents that were given or taken back', () => {
    const left = customer({
      email_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-02-20T10:00:00Z' },
      sms_marketing_consent: { state: 'subscribed', consent_updated_at: null },
    });
    expect(inLines(touched('customers/update', left))).toEqual([
      ...[`identify ${ANA}`, `Consent Withdrawn ${ANA} email`, `Consent Granted ${ANA} sms`],
    ]);
  });

  it.each(['pending', 'redacted', 'invalid'])(
    'whose consent is %s has given none, whatever box was ticked',
    (state) => {
      const asked = customer({ email_marketing_consent: { state }, accepts_marketing: true });
      expect(inLines(touched('customers/update', asked))).toEqual([`identify ${ANA}`]);
      const bought = touched('orders/create', order({ customer: asked, buyer_accepts_marketing: true }));
      expect(inLines(bought)).toEqual([`identify ${ANA}`, `Order Completed ${ANA} 77.90`]);
    },
  );

  it('who takes a consent back twice, without a time of its own, has done so twice', () => {
    const left = (updated_at: string) =>
      touched('customers/update', customer({ updated_at, email_marketing_consent: { state: 'unsubscribed' } }))[1];
    const [first, again, second] = ['2026-02-20T10:00:00Z', '2026-02-20T10:00:00Z', '2026-02-25T10:00:00Z'].map(left);
    expect(again?.id).toBe(first?.id);
    expect(second?.id).not.toBe(first?.id);
    expect(second).toMatchObject({ event: 'Consent Withdrawn', occurredAt: Date.parse('2026-02-25T10:00:00Z') });
  });

  it('who was never asked has given nothing', () => {
    const quiet = customer({ email_marketing_consent: { state: 'not_subscribed' } });
    expect(inLines(touched('customers/create', quiet))).toEqual([`identify ${ANA}`]);
    const older = customer({ email_marketing_consent: undefined, accepts_marketing: true });
    expect(inLines(touched('customers/create', older))).toEqual([`identify ${ANA}`, `Consent Granted ${ANA} email`]);
  });
});
