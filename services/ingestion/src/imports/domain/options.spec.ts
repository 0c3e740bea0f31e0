import { eventOptions, termsOf } from './options';

const brand = { currency: 'EUR', zone: 'Europe/Vienna', country: 'AT' };

describe('the terms of an import', () => {
  it('are those of the store where the upload names none', () => {
    expect(termsOf({}, brand)).toEqual({
      currency: 'EUR',
      zone: 'Europe/Vienna',
      country: 'AT',
      leaveOut: [],
      prefix: '',
    });
  });

  it('are those of the upload where it names them', () => {
    const given = {
      currency: 'CNY',
      zone: 'Asia/Shanghai',
      country: 'CN',
      customerKind: 'phone' as const,
      encoding: 'gb18030' as const,
      leaveOut: ['draft'],
      prefix: 'shop1:',
    };

    const { customerKind, ...others } = given;
    expect(termsOf(given, brand)).toEqual({ ...others, kind: customerKind });
  });

  it('have no fields for what neither names, so that they are stored as JSON without loss', () => {
    const terms = termsOf({}, { currency: 'EUR', zone: 'UTC', country: undefined });

    expect(JSON.parse(JSON.stringify(terms))).toStrictEqual(terms);
  });

  it('give the options of events, with the kind that was read', () => {
    expect(eventOptions(termsOf({ customerKind: 'email' }, brand), 'phone')).toEqual({
      currency: 'EUR',
      zone: 'Europe/Vienna',
      prefix: '',
      kind: 'phone',
    });
  });
});
