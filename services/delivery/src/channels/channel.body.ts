// Bodies of channels in requests, one class per kind. A field that a kind does not have
// is refused with its path.
import { CHANNELS, type ChannelKind } from '@segue/contracts';
import { MayBeAbsent, Problem, validationPipe } from '@segue/service';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Length, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import {
  ADDRESS,
  DOMAIN,
  HOST,
  MAX_ADDRESS_LENGTH,
  MAX_URL_LENGTH,
  TEXT,
  TLS_CHOICES,
  type Tls,
  WEBHOOK_SECRET,
  isWebhookUrl,
} from './domain/channel-settings';

const MAX_LOGIN_LENGTH = 320;
const MAX_PASSWORD_LENGTH = 1024;
const MAX_NAME_LENGTH = 100;
const MAX_PORT = 65_535;
const MAX_KEY_LENGTH = 10_000;

const IsWebhookUrl = () =>
  ValidateBy({
    name: 'webhookUrl',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isWebhookUrl(value),
      defaultMessage: () =>
        `url must be an http:// or https:// URL without credentials, at most ${MAX_URL_LENGTH} characters`,
    },
  });

export class EmailChannelBody {
  @ApiProperty({ enum: ['email'] })
  @IsIn(['email'])
  kind!: 'email';

  /** A host name or an address. */
  @ApiProperty({ example: 'smtp.example.com' })
  @Matches(HOST, { message: 'host must be a host name or an IP address' })
  host!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_PORT })
  @IsInt()
  @Min(1)
  @Max(MAX_PORT)
  port!: number;

  /** Absent: the server requires no login. */
  @ApiPropertyOptional()
  @MayBeAbsent()
  @Matches(TEXT, { message: 'user must be one line of text' })
  @MaxLength(MAX_LOGIN_LENGTH)
  user?: string;

  /** Absent: the stored one is kept, provided that host, port, user and tls are unchanged. */
  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  password?: string;

  /**
   * `implicit`: TLS from the first byte; `starttls`: upgraded, or not sent; `none`: unencrypted.
   */
  @ApiProperty({ enum: TLS_CHOICES })
  @IsIn(TLS_CHOICES)
  tls!: Tls;

  /** The sender's address. */
  @ApiProperty()
  @Matches(ADDRESS, { message: 'from must be one e-mail address, without a name' })
  @MaxLength(MAX_ADDRESS_LENGTH)
  from!: string;

  /** The sender's name. */
  @ApiPropertyOptional()
  @MayBeAbsent()
  @Matches(TEXT, { message: 'fromName must be one line of text' })
  @MaxLength(MAX_NAME_LENGTH)
  fromName?: string;

  /** Domain by whose key messages are signed (DKIM). Given together with `dkimSelector`. */
  @ApiPropertyOptional({ example: 'example.com' })
  @MayBeAbsent()
  @Matches(DOMAIN, { message: 'dkimDomain must be a domain name' })
  dkimDomain?: string;

  /** The public key is in the TXT record of `<dkimSelector>._domainkey.<dkimDomain>`. */
  @ApiPropertyOptional({ example: 'segue2026' })
  @MayBeAbsent()
  @Matches(DOMAIN, { message: 'dkimSelector must be a name of letters, digits, hyphens and dots' })
  dkimSelector?: string;

  /**
   * PEM of an RSA private key of at least 1,024 bits. Absent: the stored one is kept for the same
   * domain and selector.
   */
  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  @MaxLength(MAX_KEY_LENGTH)
  dkimKey?: string;
}

export class WebhookChannelBody {
  @ApiProperty({ enum: ['webhook'] })
  @IsIn(['webhook'])
  kind!: 'webhook';

  /** The URL that messages are posted to. */
  @ApiProperty()
  @IsWebhookUrl()
  url!: string;

  /** `whsec_` and base64 of 24 to 64 bytes. Absent: the stored one is kept. */
  @ApiPropertyOptional()
  @MayBeAbsent()
  @Matches(WEBHOOK_SECRET, { message: 'secret must be whsec_ and base64 of 24 to 64 bytes' })
  secret?: string;
}

export type ChannelBody = EmailChannelBody | WebhookChannelBody;
export const CHANNEL_BODIES = [EmailChannelBody, WebhookChannelBody] as const;

const CLASSES = { email: EmailChannelBody, webhook: WebhookChannelBody } satisfies {
  [K in ChannelKind]: new () => { kind: K };
};
const isKind = (kind: unknown): kind is ChannelKind => CHANNELS.some((one) => one === kind);
const invalid = (path: string, code: string, message: string) => Problem.invalid({ path, code, message });

/**
 * Checks a body by the class of its kind.
 * @throws {Problem} 400 with the paths.
 */
@Injectable()
export class ChannelBodyPipe implements PipeTransform {
  async transform(body: unknown): Promise<ChannelBody> {
    const { kind, url } = (body ?? {}) as { kind?: unknown; url?: unknown };
    if (!isKind(kind)) throw invalid('kind', 'isIn', `kind must be ${CHANNELS.join(' or ')}`);
    if (kind === 'email' && url !== undefined)
      throw invalid('url', 'field', 'an e-mail channel has no url: give host, port, user, password, tls and from');
    const checked: unknown = await validationPipe().transform(body, { type: 'body', metatype: CLASSES[kind] });
    return checked as ChannelBody;
  }
}
