// The channels: configured by an integrator, shown without their secrets.
import { CHANNELS, slugFault } from '@segue/contracts';
import { Problem, Refuses, Needs, oneOfClasses } from '@segue/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CHANNEL_BODIES,
  type ChannelBody,
  ChannelBodyPipe,
  type EmailChannelBody,
  type WebhookChannelBody,
} from './channel.body';
import { CHANNEL_VIEWS, type ChannelView } from './channel.views';
import { ChannelStore, type StoredChannel } from './channel.store';
import { type Channel, type Tls, partsOf } from './domain/channel-settings';
import { keyFault } from './domain/dkim';
import { KINDS } from './domain/kinds';
import { Pauses } from '../sending/pauses';

@ApiTags('channels')
@ApiBearerAuth()
@ApiExtraModels(...CHANNEL_BODIES, ...CHANNEL_VIEWS)
@Controller('api/channels')
@Needs('channels:read')
export class ChannelsController {
  constructor(
    private readonly store: ChannelStore,
    private readonly pauses: Pauses,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The channels, without their secrets' })
  @ApiOkResponse({ schema: { type: 'array', items: oneOfClasses(CHANNEL_VIEWS) } })
  async list(): Promise<ChannelView[]> {
    return (await this.store.list()).map(viewOf);
  }

  @Put(':id')
  @Refuses()
  @Needs('channels:write')
  @ApiOperation({ summary: 'Configure a webhook by its name, or `email`; secrets that are left out stay' })
  @ApiBody({ schema: oneOfClasses(CHANNEL_BODIES) })
  @ApiOkResponse({ schema: oneOfClasses(CHANNEL_VIEWS) })
  async save(@Param('id') id: string, @Body(ChannelBodyPipe) body: ChannelBody): Promise<ChannelView> {
    const idFault = slugFault(id);
    if (idFault) throw Problem.invalid(idFault);
    const single = CHANNELS.find((kind) => !KINDS[kind].isNamed && (kind === id || kind === body.kind));
    if (single !== undefined && (single !== id || single !== body.kind))
      throw bad('kind', `kind ${single} needs the id ${single}, which is reserved for it`);
    const stored = await this.store.find(id);
    const channel = body.kind === 'email' ? emailFrom(body, stored) : webhookFrom(body, stored);
    await this.store.save(id, channel);
    this.pauses.end(id);
    return viewOf({ ...channel, settings: { ...channel.settings }, secrets: { ...channel.secrets }, id, fault: null });
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('channels:write')
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.store.remove(id))) throw Problem.notFound('channel_unknown', 'there is no such channel');
  }
}

function bad(path: string, message: string): Problem {
  return Problem.invalid({ path, code: path, message });
}

/**
 * The stored password is kept only for the same server: otherwise an edit could send it to another
 * one.
 */
function emailFrom(body: EmailChannelBody, stored: StoredChannel | null): Channel {
  const { host, port, user = null, tls, from, fromName = null, password } = body;
  const { dkimDomain = null, dkimSelector = null } = body;
  const settings = { host, port, user, tls, from, fromName, dkimDomain, dkimSelector };
  const dkimKey = dkimKeyFrom(body, stored);
  if (user === null) {
    if (password !== undefined) throw bad('password', 'a password needs a user');
    return { kind: 'email', settings, secrets: { password: null, dkimKey } };
  }
  const isSame = (['host', 'port', 'user', 'tls'] as const).every((field) => stored?.settings[field] === body[field]);
  const kept = isSame ? stored?.secrets.password : null;
  const chosen = password ?? kept ?? null;
  if (chosen === null) throw bad('password', 'a user needs a password; a stored one stays only for the same server');
  return { kind: 'email', settings, secrets: { password: chosen, dkimKey } };
}

/** The stored key is kept only for the same record in DNS: no other has its public key. */
function dkimKeyFrom(
  { dkimDomain, dkimSelector, dkimKey }: EmailChannelBody,
  stored: StoredChannel | null,
): string | null {
  if (dkimDomain === undefined || dkimSelector === undefined) {
    const missing = dkimDomain === undefined ? 'dkimDomain' : 'dkimSelector';
    if (dkimDomain !== dkimSelector || dkimKey !== undefined)
      throw bad(missing, 'a signature needs dkimDomain, dkimSelector and dkimKey');
    return null;
  }
  const isSame = stored?.settings.dkimDomain === dkimDomain && stored.settings.dkimSelector === dkimSelector;
  const chosen = dkimKey ?? (isSame ? stored.secrets.dkimKey : null) ?? null;
  if (chosen === null) throw bad('dkimKey', 'no key is stored for this domain and selector');
  const fault = keyFault(chosen);
  if (fault !== null) throw bad('dkimKey', `dkimKey ${fault}`);
  return chosen;
}

function webhookFrom({ url, secret }: WebhookChannelBody, stored: StoredChannel | null): Channel {
  const chosen = secret ?? stored?.secrets.secret ?? null;
  if (chosen === null) throw bad('secret', 'no secret is stored: give whsec_ and base64 of 24 to 64 bytes');
  const { url: shown, query } = partsOf(url);
  return { kind: 'webhook', settings: { url: shown }, secrets: { secret: chosen, query } };
}

const textOf = (value: string | number | null | undefined): string | null => (isSet(value) ? String(value) : null);
const isSet = (value: unknown): boolean => value !== null && value !== undefined;

function viewOf({ id, kind, settings, secrets, fault }: Omit<StoredChannel, 'revision'>): ChannelView {
  if (kind === 'webhook') return { id, kind, url: textOf(settings.url), hasSecret: isSet(secrets.secret), fault };
  const { host, port, user, tls, from, fromName, dkimDomain, dkimSelector } = settings;
  return {
    ...{ id, kind, fault, hasPassword: isSet(secrets.password) },
    ...{ host: textOf(host), port: isSet(port) ? Number(port) : null, user: textOf(user) },
    ...{ tls: textOf(tls) as Tls | null, from: textOf(from), fromName: textOf(fromName) },
    ...{ dkimDomain: textOf(dkimDomain), dkimSelector: textOf(dkimSelector) },
  };
}
