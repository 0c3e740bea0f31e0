// What is stored of customers by which a decision about them is previewed. Read without locks: a
// preview changes nothing.
import type { CustomerState, Identity } from '@segue/contracts';
import type { Db } from '@segue/store';
import type { Sent } from '../contacts/domain/contact';
import { mailboxOf } from '../contacts/domain/mailbox';
import { mailboxesIn } from '../contacts/outcome.store';
import type { Campaign } from '../journeys/domain/campaign';
import type { Remembered } from './domain/candidate';

const SENT = `select identity, sent from contact where identity = any($1) and sent <> '[]'`;
const WAITING = `select identity, journey from enrolment where identity = any($1)`;
// The copy of consents names the addresses of the customer of each identity.
const SHARING = `select identity, array_to_json(addresses)::text as addresses from consent where addresses && $1::text[]`;

export class AudienceReader {
  constructor(private readonly db: Db) {}

  /** Resolves with what is stored of these customers, as far as the campaign's checks read it. */
  async of(candidates: readonly CustomerState[], campaign: Pick<Campaign, 'channel' | 'webhook'>): Promise<Remembered> {
    const identities = [...new Set(candidates.flatMap((one) => one.identities))];
    const addresses = new Set(candidates.flatMap((one) => mailboxOf(one, campaign) ?? []));
    const [sent, waiting, mailboxes, sharing] = await Promise.all([
      this.db.query<{ identity: Identity; sent: string }>(SENT, [identities], 'preview-sent'),
      this.db.query<{ identity: Identity; journey: string }>(WAITING, [identities], 'preview-waiting'),
      mailboxesIn(this.db, [...addresses]),
      this.sharing([...addresses]),
    ]);
    return {
      sent: new Map(sent.map((row) => [row.identity, JSON.parse(row.sent) as Sent[]])),
      underWay: byIdentity(waiting),
      mailboxes,
      sharing,
    };
  }

  private async sharing(addresses: readonly Identity[]): Promise<Map<Identity, Identity[]>> {
    const byAddress = new Map<Identity, Identity[]>(addresses.map((address) => [address, []]));
    if (addresses.length === 0) return byAddress;
    const rows = await this.db.query<{ identity: Identity; addresses: string }>(SHARING, [addresses], 'sharing');
    for (const { identity, addresses: named } of rows)
      for (const address of JSON.parse(named) as Identity[]) byAddress.get(address)?.push(identity);
    return byAddress;
  }
}

function byIdentity(rows: readonly { identity: Identity; journey: string }[]): Map<Identity, string[]> {
  const journeys = new Map<Identity, string[]>();
  for (const { identity, journey } of rows) journeys.set(identity, [...(journeys.get(identity) ?? []), journey]);
  return journeys;
}
