import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { secretFault } from './secrets';
import { SIGNATURES, type Signed } from './signatures';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const AT = NOW / 1000;
const raw = Buffer.from('{"name":"Ünal \\u00e9","id":820982911946154508}');
const own = 'hush-present';
const signed = (headers: Record<string, string>, over: Partial<Signed> = {}): Signed => ({
  ...{ headers, raw, secrets: ['hush-next', own], now: NOW, ...over },
});
const base64 = (secret: string, body = raw) => createHmac('sha256', secret).update(body).digest('base64');

describe.each([
  ['shopify', 'x-shopify-hmac-sha256'],
  ['woocommerce', 'x-wc-webhook-signature'],
] as const)('a signature of %s', (system, header) => {
  it('is over the bytes as they came, by either secret', () => {
    for (const secret of ['hush-next', own])
      expect(SIGNATURES[system](signed({ [header]: base64(secret) }))).toBeNull();
    const changed = Buffer.from(JSON.stringify(JSON.parse(raw.toString())));
    expect(SIGNATURES[system](signed({ [header]: base64(own) }, { raw: changed }))?.message).toMatch(/another secret/);
  });

  it('is needed and not guessed', () => {
    expect(SIGNATURES[system](signed({}))?.message).toMatch(/is missing/);
    for (const wrong of ['', 'x', base64('hush'), base64(own).slice(1), `${base64(own)}A`])
      expect(SIGNATURES[system](signed({ [header]: wrong }))).not.toBeNull();
    expect(SIGNATURES[system](signed({ [header]: base64('') }, { secrets: [] }))).not.toBeNull();
  });
});

describe('a signature of Stripe', () => {
  const v1 = (secret: string, at = AT) => createHmac('sha256', secret).update(`${at}.`).update(raw).digest('hex');
  const check = (header: string) => SIGNATURES.stripe(signed({ 'stripe-signature': header }));

  it('covers its time, which is near', () => {
    expect(check(`t=${AT},v1=${v1(own)},v0=6ffbb59b`)).toBeNull();
    expect(check(`t=${AT},v1=${v1('hush-old')},v1=${v1(own)}`)).toBeNull();
    expect(check(`t=${AT - 300},v1=${v1(own, AT - 300)}`)).toBeNull();
    expect(check(`t=${AT - 301},v1=${v1(own, AT - 301)}`)?.message).toMatch(/300 seconds/);
    expect(check(`t=${AT + 301},v1=${v1(own, AT + 301)}`)?.message).toMatch(/300 seconds/);
    expect(check(`t=${AT - 10},v1=${v1(own)}`)?.message).toMatch(/another secret/);
  });

  it.each(['', 'v1=', `t=${AT}`, `t=now,v1=${v1(own)}`, `t=${AT},v0=${v1(own)}`])('is not %j', (header) => {
    expect(check(header)).not.toBeNull();
  });
});

describe('a signature by Standard Webhooks', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const check = (signature: string, at = AT) =>
    SIGNATURES.standard(
      signed(
        { 'webhook-id': 'msg_1', 'webhook-timestamp': String(at), 'webhook-signature': signature },
        { secrets: [secret] },
      ),
    );

  it('is that of the reference library, among others', () => {
    const right = new Webhook(secret).sign('msg_1', new Date(NOW), raw.toString());
    expect(check(right)).toBeNull();
    expect(check(`v1a,abc v1,${Buffer.alloc(32).toString('base64')} ${right}`)).toBeNull();
    expect(check(right, AT + 1)?.message).toMatch(/another secret/);
    expect(check(right, AT - 400)?.message).toMatch(/300 seconds/);
    expect(check('')?.message).toMatch(/are needed/);
  });
});

it('that is missing, late or wrong has a code of its own', () => {
  const check = (headers: Record<string, string>) => SIGNATURES.stripe(signed(headers))?.code;
  expect(check({})).toBe('signature_missing');
  expect(check({ 'stripe-signature': `t=${AT - 301},v1=x` })).toBe('signature_late');
  expect(check({ 'stripe-signature': `t=${AT},v1=x` })).toBe('signature');
});

it.each([
  ['shopify', undefined, /is the one that shopify shows/],
  ['stripe', 'sk_live_123456', /begins with whsec_/],
  ['stripe', 'whsec_8f2b1c', null],
  ['standard', 'whsec_c2hvcnQ=', /24 to 64 bytes/],
  ['standard', `whsec_${Buffer.alloc(24).toString('base64')}`, null],
  ['woocommerce', undefined, null],
  ['cloudevents', 'a-secret-of-mine', /write key/],
  [null, undefined, null],
  [null, 'a-secret-of-mine', /only a webhook/],
] as const)('a secret of %s that is %j', (system, secret, fault) => {
  if (fault === null) expect(secretFault(system, secret)).toBeNull();
  else expect(secretFault(system, secret)).toMatch(fault);
});
