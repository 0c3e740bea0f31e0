// The normal form of a phone number: E.164. Pure.
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

/** Whether numbers of this country (ISO 3166-1, two letters) can be read. */
export const isCountry = (code: string): boolean => isSupportedCountry(code as CountryCode);

/**
 * Returns a valid number as E.164, e.g. `+8613812345678`; null for a text that is none. Numbers
 * without an international prefix are read as dialled in `country`; without one only `+…` is read.
 * Full-width digits and any separators are accepted.
 */
export function phoneOf(text: string, country: string | undefined): string | null {
  const digits = text.normalize('NFKC').trim();
  if (digits === '' || digits.length > 64) return null;
  return readAs(withPlus(digits, country), country) ?? readAs(digits, country);
}

/**
 * A number that begins with the country's own code is mostly an international one whose plus was
 * lost: `491712345678` in Germany, where numbers of a town may begin with these digits too.
 */
function withPlus(digits: string, country: string | undefined): string | null {
  if (country === undefined || !isCountry(country)) return null;
  return digits.startsWith(getCountryCallingCode(country as CountryCode)) ? `+${digits}` : null;
}

function readAs(digits: string | null, country: string | undefined): string | null {
  if (digits === null) return null;
  const parsed = parsePhoneNumberFromString(digits, country as CountryCode | undefined);
  return parsed?.isValid() === true && parsed.ext === undefined ? parsed.number : null;
}
