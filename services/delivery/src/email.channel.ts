// E-mail over SMTP. SMTP has no idempotency key: when a connection breaks after the message was
// handed over and before the answer, it is unknown whether the server took it. The outcome is then
// `indeterminate` and the message is not sent again.
import type { Action } from '@segue/contracts';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { type Socket, connect } from 'node:net';
import type { Channel } from './channel';
import {
  ADDRESS,
  type EmailSecrets,
  type EmailSettings,
  MAX_ADDRESS_LENGTH,
  type Tls,
} from './domain/channel-settings';
import type { Attempt } from './domain/send';
import { PRIVATE_TARGET, type TargetGuard, privateTarget } from './private-addresses';

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
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

export function emailChannel(settings: EmailSettings, secrets: EmailSecrets, guard: TargetGuard): Channel {
  const transport = createTransport(transportOptions(settings, secrets, guard));
  const { from, fromName } = settings;
  const domain = from.split('@').at(-1) ?? 'localhost';
  return {
    send: (action) =>
      isAddress(action.to) ? mail(action) : Promise.resolve({ kind: 'failed', reason: 'no e-mail address' }),
    async close() {
      transport.close();
    },
  };

  async function mail(action: Action): Promise<Attempt> {
    const { subject, body } = action.content;
    try {
      await transport.sendMail({
        // Objects, not texts: a comma or a line break in an address must not add recipients.
        from: { name: fromName ?? '', address: from },
        to: { name: '', address: action.to },
        envelope: { from, to: [action.to] },
        subject,
        html: body,
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
  { host, port, user, tls }: EmailSettings,
  { password }: EmailSecrets,
  guard: TargetGuard,
): SMTPTransport.Options {
  return {
    host,
    port,
    ...TLS[tls],
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
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

const isAddress = (text: string) => ADDRESS.test(text) && text.length <= MAX_ADDRESS_LENGTH;

/** RFC 5321: 4xx may pass, 5xx will not. Without an answer to the data nobody knows. */
function attemptOf({ code, command, responseCode }: SmtpError): Attempt {
  // Faults of the channel's settings, not of the message: it waits until they are changed.
  if (code === PRIVATE_TARGET) {
    return { kind: 'retry', reason: 'the mail server has a private address', mayHaveArrived: false };
  }
  if (code === 'EAUTH') return { kind: 'retry', reason: 'the mail server refuses the login', mayHaveArrived: false };
  if (code === 'ETLS') return { kind: 'retry', reason: 'the mail server refuses TLS', mayHaveArrived: false };
  if (responseCode !== undefined) {
    const reason = `SMTP ${responseCode}`;
    return responseCode >= 500 ? { kind: 'failed', reason } : { kind: 'retry', reason, mayHaveArrived: false };
  }
  const handedOver = command === 'DATA' || command === 'BDAT';
  return handedOver
    ? { kind: 'indeterminate', reason: code ?? 'connection lost' }
    : { kind: 'retry', reason: code ?? 'network', mayHaveArrived: false };
}
