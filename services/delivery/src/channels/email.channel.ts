// E-mail over SMTP. SMTP has no idempotency key: when a connection breaks after the message was
// handed over and before the answer, it is unknown whether the server took it. The outcome is then
// `indeterminate` and the message is not sent again.
import { emailOf } from '@segue/addresses';
import { type Action, strongest } from '@segue/contracts';
import type { UnsubscribeLinks } from '@segue/service';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { type Socket, connect } from 'node:net';
import type { Channel } from './channel';
import type { EmailSecrets, EmailSettings, Tls } from './domain/channel-settings';
import { textPartOf } from './domain/text-part';
import { namesLink, unsubscribeHeaders, withLink } from './domain/unsubscribe';
import type { Attempt } from '../sending/domain/send';
import { PRIVATE_TARGET, type TargetGuard, privateTarget } from './private-addresses';

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  /** The server's answer, which begins with its code. */
  response?: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
const GREETING_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;

/** The choice of TLS as nodemailer's options. */
const TLS: Record<Tls, { secure: boolean; requireTLS: boolean; ignoreTLS: boolean }> = {
  implicit: { secure: true, requireTLS: false, ignoreTLS: false },
  starttls: { secure: false, requireTLS: true, ignoreTLS: false },
  none: { secure: false, requireTLS: false, ignoreTLS: true },
};

const NO_PUBLIC_URL: Attempt = {
  kind: 'retry',
  reason: 'its unsubscribe link needs SEGUE_PUBLIC_URL',
  mayHaveArrived: false,
};

export function emailChannel(
  settings: EmailSettings,
  secrets: EmailSecrets,
  guard: TargetGuard,
  links: Pick<UnsubscribeLinks, 'urlOf'>,
): Channel {
  const transport = createTransport(transportOptions(settings, secrets, guard));
  const { from, fromName } = settings;
  const domain = from.split('@').at(-1) ?? 'localhost';
  return {
    send: (action) => {
      const to = emailOf(action.to);
      if (to !== null) return mail(action, to);
      const reason = action.to === '' ? 'no e-mail address' : 'not an e-mail address that can be written to';
      return Promise.resolve({ kind: 'failed', reason });
    },
    async close() {
      transport.close();
    },
  };

  /** Only marketing has one: other messages do not depend on a consent. */
  function linkOf({ id, identities, consent }: Action, address: string): string | null {
    // Not a device, which others may use too.
    return consent === null ? null : links.urlOf({ identity: strongest(identities), address, consent, message: id });
  }

  async function mail(action: Action, to: string): Promise<Attempt> {
    const { subject, body } = action.content;
    const url = linkOf(action, to);
    if (url === null && namesLink(body)) return NO_PUBLIC_URL;
    const html = url === null ? body : withLink(body, url);
    try {
      await transport.sendMail({
        // Objects, not texts: a comma or a line break in an address must not add recipients.
        from: { name: fromName ?? '', address: from },
        to: { name: '', address: to },
        envelope: { from, to: [to] },
        subject,
        html,
        text: textPartOf(html),
        ...(url !== null && { headers: unsubscribeHeaders(url) }),
        messageId: `<${action.id}@${domain}>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { kind: 'sent' };
    } catch (error) {
      return attemptOf(error as SmtpError);
    }
  }
}

/**
 * Returns nodemailer's options. Each is listed here and none is copied from a setting: they can
 * also read files and run programs. The connection is our own, so that its address is checked when
 * it is looked up.
 */
export function transportOptions(
  { host, port, user, tls, dkimDomain, dkimSelector }: EmailSettings,
  { password, dkimKey }: EmailSecrets,
  guard: TargetGuard,
): SMTPTransport.Options {
  return {
    host,
    port,
    ...TLS[tls],
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
    ...(dkimDomain &&
      dkimSelector &&
      dkimKey && {
        dkim: { domainName: dkimDomain, keySelector: dkimSelector, privateKey: dkimKey },
      }),
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_, found) => void connected(host, port, guard).then((connection) => found(null, { connection }), found),
  };
}

/**
 * Resolves with a connection to the server. Rejects with the code `EPRIVATE` where the host has
 * only private addresses.
 */
function connected(host: string, port: number, guard: TargetGuard): Promise<Socket> {
  if (guard.forbids(host)) return Promise.reject(privateTarget());
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: guard.lookup });
    const late = setTimeout(
      () => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
      CONNECT_TIMEOUT_MS,
    );
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(late));
    socket.once('connect', () => {
      clearTimeout(late);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/**
 * RFC 5321: 4xx is temporary, 5xx is final. Without an answer to the data the result is unknown.
 */
function attemptOf({ code, command, responseCode, response }: SmtpError): Attempt {
  // Faults of the channel's settings, not of the message: it waits until they are changed.
  if (code === PRIVATE_TARGET) {
    return { kind: 'retry', reason: 'the mail server has a private address', mayHaveArrived: false };
  }
  if (code === 'EAUTH') return { kind: 'retry', reason: 'the mail server refuses the login', mayHaveArrived: false };
  if (code === 'ETLS') return { kind: 'retry', reason: 'the mail server refuses TLS', mayHaveArrived: false };
  if (responseCode !== undefined) {
    const reason = `SMTP ${responseCode}`;
    if (isOfRecipient(command, responseCode, response)) return { kind: 'failed', reason, bounced: true };
    return responseCode >= 500 ? { kind: 'failed', reason } : { kind: 'retry', reason, mayHaveArrived: false };
  }
  const handedOver = command === 'DATA' || command === 'BDAT';
  return handedOver
    ? { kind: 'indeterminate', reason: code ?? 'connection lost' }
    : { kind: 'retry', reason: code ?? 'network', mayHaveArrived: false };
}

/** RFC 5321 4.2.3: no such mailbox, no longer here, not a name that may exist. */
const NO_MAILBOX: readonly number[] = [550, 551, 553];
/**
 * RFC 3463: 5.1 is about the address, 5.2.1 is a disabled mailbox. Others (5.7, policy) pass no
 * judgement on it.
 */
const ENHANCED = /^\d{3}[ -](\d)\.(\d{1,3})\.(\d{1,3})\b/;

/** Whether the server refuses this recipient for good. */
function isOfRecipient(command: string | undefined, code: number, response = ''): boolean {
  if (command !== 'RCPT TO' || code < 500) return false;
  const [, , subject, detail] = ENHANCED.exec(response) ?? [];
  if (subject === undefined) return NO_MAILBOX.includes(code);
  return subject === '1' || (subject === '2' && detail === '1');
}
