// Outgoing calls go to the outside only. The address is checked where the connection looks it up, since a name can mean anything and a URL can write
// 127.0.0.1 in many ways.
import { lookup } from 'node:dns';
import { BlockList, type LookupFunction, isIP, isIPv6 } from 'node:net';

export interface LookupPolicy {
  /** For test receivers and networks of one's own: private addresses are allowed. */
  allowPrivate: boolean;
}

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** IPv6 addresses that carry an IPv4 one are judged by it. */
export function isPrivate(address: string): boolean {
  if (!isIPv6(address)) return PRIVATE.check(address, 'ipv4');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ? PRIVATE.check(mapped, 'ipv4') : PRIVATE.check(address, 'ipv6');
}

/** Addresses that stand in a URL as such are never looked up: they are judged before connecting. */
export function isForbidden(url: string, { allowPrivate }: LookupPolicy): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return !allowPrivate && isIP(host) !== 0 && isPrivate(host);
}

export function guardedLookup({ allowPrivate }: LookupPolicy): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4);
      const open = addresses.filter(({ address }) => allowPrivate || !isPrivate(address));
      const [first] = open;
      if (!first) return callback(Object.assign(new Error('a private address'), { code: 'EPRIVATE' }), '', 4);
      if (options.all) return callback(null, open as never);
      callback(null, first.address, first.family);
    });
  };
}
