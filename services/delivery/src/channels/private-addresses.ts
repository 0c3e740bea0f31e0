// Outgoing calls reach only public addresses and those that the operator has allowed. The address
// is checked when the connection looks it up: a name can resolve to any address, and 127.0.0.1 can
// be written in many ways.
import { lookup } from 'node:dns';
import { BlockList, type LookupFunction, isIP, isIPv4 } from 'node:net';

export interface TargetPolicy {
  /** Allows any private address, for test receivers. */
  allowPrivate: boolean;
  /** Host names, addresses and networks (CIDR) that are allowed although they are private. */
  allowed: readonly string[];
}

/** The code of a connection that was refused because every address of its target is private. */
export const PRIVATE_TARGET = 'EPRIVATE';

/** IANA's special-purpose IPv4 ranges (RFC 6890 and later), multicast and reserved ranges. */
const PRIVATE_V4 = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);
/**
 * Contains all public IPv6 addresses. Outside are loopback, link-local, site-local, unique local,
 * multicast, discard-only (100::/64), IPv4-compatible, and NAT64 (64:ff9b::/96, 64:ff9b:1::/48),
 * which leads to IPv4.
 */
const GLOBAL_V6 = networks(['2000::/3']);
/**
 * Special ranges inside it: protocol assignments with Teredo, documentation, and 6to4, which
 * carries an IPv4 address.
 */
const PRIVATE_V6 = networks(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
/** IPv4 addresses written as IPv6; they are judged as IPv4. */
const MAPPED_V6 = networks(['::ffff:0:0/96']);

export function isPrivate(address: string): boolean {
  if (isIPv4(address)) return PRIVATE_V4.check(address, 'ipv4');
  const plain = address.replace(/%.*$/, '');
  if (isIP(plain) === 0) return true;
  // A BlockList applies its IPv4 rules to mapped addresses.
  if (MAPPED_V6.check(plain, 'ipv6')) return PRIVATE_V4.check(plain, 'ipv6');
  return !GLOBAL_V6.check(plain, 'ipv6') || PRIVATE_V6.check(plain, 'ipv6');
}

/** Decides which targets may be called. */
export class TargetGuard {
  private readonly allowPrivate: boolean;
  private readonly names: ReadonlySet<string>;
  private readonly networks: BlockList;

  constructor({ allowPrivate, allowed }: TargetPolicy) {
    const isNetwork = (entry: string) => isIP(entry.split('/', 1)[0] ?? '') !== 0;
    this.allowPrivate = allowPrivate;
    this.names = new Set(allowed.filter((entry) => !isNetwork(entry)).map((entry) => entry.toLowerCase()));
    this.networks = networks(allowed.filter(isNetwork));
  }

  /** Whether a target given as an address is forbidden. Such targets are never looked up. */
  forbids(host: string): boolean {
    const plain = host.replace(/^\[|\]$/g, '');
    return isIP(plain) !== 0 && !this.mayReach(plain, plain);
  }

  /**
   * Returns only allowed addresses of a name; fails with the code `EPRIVATE` if it has no others
   * than private ones.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4);
      const open = addresses.filter(({ address }) => this.mayReach(hostname, address));
      const [first] = open;
      if (!first) return callback(privateTarget(), '', 4);
      if (options.all) return callback(null, open as never);
      callback(null, first.address, first.family);
    });
  };

  private mayReach(host: string, address: string): boolean {
    if (this.allowPrivate || !isPrivate(address) || this.names.has(host.toLowerCase())) return true;
    return this.networks.check(address.replace(/%.*$/, ''), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

export const privateTarget = (): Error => Object.assign(new Error('a private address'), { code: PRIVATE_TARGET });

/** Builds a list of addresses and networks in CIDR form. */
function networks(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/', 2);
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
