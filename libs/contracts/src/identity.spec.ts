import { byStrength, customerIdOf, identityOf, isIdentity, kindOf, strongest } from './identity';

describe('identities', () => {
  it('are owned by the strongest, then the smallest', () => {
    expect(strongest(['anonymousId:z', 'email:a@b.c', 'userId:u'])).toBe('userId:u');
    expect(['anonymousId:b', 'email:x', 'anonymousId:a'].sort(byStrength)).toEqual([
      'email:x',
      'anonymousId:a',
      'anonymousId:b',
    ]);
  });

  it('keep colons in their values', () => {
    expect(kindOf(identityOf('memberCard', 'DE:77'))).toBe('memberCard');
    expect(isIdentity('memberCard:DE:77')).toBe(true);
    expect(isIdentity('shoeSize:44')).toBe(false);
    expect(isIdentity('userId:')).toBe(false);
  });

  it('give their customer the same id for ever', () => {
    // Recorded: ids stand in URLs and ledgers.
    expect(customerIdOf('userId:u1')).toBe('cb9aec674e9dfdfbdd2d1');
  });
});
