// Consents, claims and addresses of a customer in the API.
import { addressesOf } from '@segue/addresses';
import { type Head, type Identity } from '@segue/contracts';
import { type Brand, type HeldConsent, type Part, lastWriteOf } from '@segue/parts';
import { iso } from '@segue/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Apart, IdentityRow } from '../identities/domain/identity';

export class ConsentView {
  @ApiProperty() granted!: boolean;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: String, nullable: true, description: 'the public source of a withdrawal; null for all others' })
  source!: string | null;
}

/**
 * A claim of a public source about a known person; it holds once a server source states the same.
 */
export class ClaimView {
  @ApiProperty() source!: string;
  @ApiPropertyOptional() trait?: string;
  @ApiPropertyOptional({ description: 'channel/purpose' }) consent?: string;
  @ApiProperty({ description: 'true for a consent' }) value!: unknown;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

/**
 * Linked identities that are customers of their own, because this customer has the maximum number.
 */
export class ApartView {
  @ApiProperty({ description: 'anonymous ones whose latest link is too old' }) left!: number;
  @ApiProperty({ description: 'known ones that wait for review' }) review!: number;
}

export class ApartFromView {
  @ApiProperty({ type: String, description: 'kind:value of the identity that the link names' }) identity!: Identity;
  @ApiProperty({ enum: ['left', 'review'] }) reason!: Apart;
}

/** An address that its mail server refuses for good: no marketing goes there. */
export class BouncedView {
  @ApiProperty({ type: String, description: 'kind:value' }) address!: Identity;
  @ApiProperty({ description: "the server's answer" }) reason!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export function bouncedViews(
  { bounced = {} }: Part,
  { traits }: Head,
  rows: readonly IdentityRow[],
  { country }: Brand,
): BouncedView[] {
  const identities = rows.map((row) => row.identity);
  return addressesOf(traits, identities, country).flatMap((address) => {
    const word = lastWriteOf(bounced, address);
    return word && word.value !== null ? [{ address, reason: word.value, at: iso(word.at) }] : [];
  });
}

export function apartFrom(rows: readonly IdentityRow[]): ApartFromView | null {
  const row = rows.find((one) => one.apart !== null);
  return row?.apart && row.link ? { identity: row.link.parent, reason: row.apart } : null;
}

export const consentViews = (consents: Record<string, HeldConsent>): Record<string, ConsentView> =>
  Object.fromEntries(Object.entries(consents).map(([key, one]) => [key, { ...one, at: iso(one.at) }]));
