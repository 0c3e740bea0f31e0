// Channels in answers, one class per kind, without their secrets.
import { ApiProperty } from '@nestjs/swagger';
import { TLS_CHOICES, type Tls } from './domain/channel-settings';

const FAULT = 'why it cannot be used; null if it can';

export class EmailChannelView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['email'] }) kind!: 'email';
  @ApiProperty({ type: String, nullable: true, description: 'null, like others, only where there is a fault' })
  host!: string | null;
  @ApiProperty({ type: Number, nullable: true }) port!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'null without a login' }) user!: string | null;
  @ApiProperty({ enum: TLS_CHOICES, nullable: true }) tls!: Tls | null;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) fromName!: string | null;
  @ApiProperty() hasPassword!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'null: messages are not signed' })
  dkimDomain!: string | null;
  @ApiProperty({ type: String, nullable: true }) dkimSelector!: string | null;
  @ApiProperty({ type: String, nullable: true, description: FAULT }) fault!: string | null;
}

export class WebhookChannelView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['webhook'] }) kind!: 'webhook';
  @ApiProperty({ type: String, nullable: true, description: 'without its query; null only where there is a fault' })
  url!: string | null;
  @ApiProperty() hasSecret!: boolean;
  @ApiProperty({ type: String, nullable: true, description: FAULT }) fault!: string | null;
}

export type ChannelView = EmailChannelView | WebhookChannelView;

export const CHANNEL_VIEWS = [EmailChannelView, WebhookChannelView] as const;
