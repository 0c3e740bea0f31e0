import { isOutage } from './outage';

const withCode = (code: string) => Object.assign(new Error('said'), { code });
const kafkaError = (type: string) => Object.assign(new Error('said'), { name: 'KafkaJSProtocolError', type });

describe('an error', () => {
  it.each([
    '08006',
    '25006',
    '28P01',
    '3D000',
    '40P01',
    '42P01',
    '53100',
    '53300',
    '55P03',
    '57P01',
    '57014',
    '58030',
    'ECONNREFUSED',
  ])('is an outage with code %s', (code) => expect(isOutage(withCode(code))).toBe(true));

  it.each(['22021', '23505', '54000', '57P02', 'ECONNRESET', 'EPIPE'])(
    'may be about the message with code %s',
    (code) => expect(isOutage(withCode(code))).toBe(false),
  );

  it('of kafkajs is an outage unless it is about the message', () => {
    expect(isOutage(kafkaError('NOT_ENOUGH_REPLICAS'))).toBe(true);
    expect(isOutage(kafkaError('MESSAGE_TOO_LARGE'))).toBe(false);
  });

  it('without a code may be about the message', () => {
    expect(isOutage(new TypeError('x is undefined'))).toBe(false);
    expect(isOutage('text')).toBe(false);
  });
});
