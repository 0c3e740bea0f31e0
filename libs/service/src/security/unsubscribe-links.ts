// Links by which a recipient ends marketing messages without an account. What a link does is sealed
// in it: a link cannot be read, changed or forged, and no table of links is needed.
import type { Identity, Unsubscription } from '@segue/contracts';
import { Sealing, Unsealable } from './sealing';

/** The path of the page, below the public URL. */
export const UNSUBSCRIBE_PATH = 'unsubscribe';

const PLACE = 'unsubscribe link, version 1';

export class UnsubscribeLinks {
  constructor(
    private readonly sealing: Sealing,
    /** `SEGUE_PUBLIC_URL`. */
    private readonly publicUrl: string | undefined,
  ) {}

  /** Whether there is a public URL. */
  get areMade(): boolean {
    return this.publicUrl !== undefined;
  }

  /** Returns the URL; null without a public URL. */
  urlOf({ identity, address, consent, message }: Unsubscription): string | null {
    if (this.publicUrl === undefined) return null;
    const token = this.sealing.seal(JSON.stringify([identity, address, consent, message]), PLACE);
    return `${this.publicUrl.replace(/\/+$/, '')}/${UNSUBSCRIBE_PATH}/${token}`;
  }

  /** Returns the content of a link's last part; null for a link that was not made here. */
  read(token: string): Unsubscription | null {
    try {
      const [identity, address, consent, message] = JSON.parse(this.sealing.open(token, PLACE)) as [
        Identity,
        string,
        string,
        string,
      ];
      return { identity, address, consent, message };
    } catch (error) {
      if (error instanceof Unsealable) return null;
      throw error;
    }
  }
}
