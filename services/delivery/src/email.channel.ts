// E-mail over SMTP. SMTP knows no idempotency key: once the message has been handed over, a connection that breaks before the answer leaves it unknown
// whether it was taken, and then it is said so instead of sending it again.
import type { Action } from '@segue/contracts';
import { createTransport } from 'nodemailer';
import type { Channel } from './channel';
import type { Attempt } from './domain/send';

export interface EmailSettings {
  /** smtp://user:password@host:port or smtps://… */
  url: string;
  from: string;
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
}

export function emailChannel({ url, from }: EmailSettings): Channel {
  const transport = createTransport(url, { from });
  const domain = from.split('@').at(-1)?.replace(/[>\s]/g, '') ?? 'localhost';
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
        from,
        // An object, not a text: a comma or a line break in an address must not add recipients.
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

const isAddress = (text: string) => /^[^\s@<>,;"']+@[^\s@<>,;"']+$/.test(text) && text.length <= 254;

/** RFC 5321: 4xx may pass, 5xx will not. Without an answer to the data nobody knows. */
function attemptOf({ code, command, responseCode }: SmtpError): Attempt {
  if (responseCode !== undefined) {
    const reason = `SMTP ${responseCode}`;
    return responseCode >= 500 ? { kind: 'failed', reason } : { kind: 'retry', reason, mayHaveArrived: false };
  }
  const handedOver = command === 'DATA' || command === 'BDAT';
  return handedOver
    ? { kind: 'indeterminate', reason: code ?? 'connection lost' }
    : { kind: 'retry', reason: code ?? 'network', mayHaveArrived: false };
}
