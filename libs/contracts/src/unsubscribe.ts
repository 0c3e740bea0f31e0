// Unsubscribe links, which delivery puts into messages and ingestion answers.
import type { Identity } from './identity';

/**
 * Stands in the content of a message for the recipient's own unsubscribe link, until it is sent:
 * what is stored and shown of a message must not hold a link that works. A name of RFC 2606.
 */
export const UNSUBSCRIBE_URL = 'https://unsubscribe.invalid/';

/** What an unsubscribe link withdraws, and the message that it was part of. */
export interface Unsubscription {
  /** An identity of the customer who got the message. */
  identity: Identity;
  /** The address that the message went to. */
  address: string;
  /** `channel/purpose`. */
  consent: string;
  /** Id of the message. */
  message: string;
}
