// Masked phone numbers. Pure.

/**
 * Returns 138****1234: the four digits before the last four are hidden. Country code and other
 * characters stay.
 */
export function masked(phone: string): string {
  const digits = phone.replace(/\D/g, '').length;
  const country = /^\+\d{1,2}(?=\D)/.exec(phone)?.[0].replace(/\D/g, '').length ?? 0;
  const [from, to] = [Math.max(country, digits - 8), digits - 4];
  let seen = -1;
  return phone.replace(/\d/g, (digit) => {
    seen += 1;
    return seen >= from && seen < to ? '*' : digit;
  });
}

/** Returns the value of an identity `kind:value`; a phone number is masked. */
export function addressInWords(identity: string): string {
  const value = identity.slice(identity.indexOf(':') + 1);
  return identity.startsWith('phone:') ? masked(value) : value;
}
