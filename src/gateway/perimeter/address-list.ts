import { BlockList, isIP } from "node:net";

/** An address as people write it: an IPv4 address that arrived over IPv6 is an IPv4 address; no zone. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.replace(/%.*$/, "");
}

/**
 * Whether an address is in the list of addresses and ranges such as `10.0.0.0/8` or `fd00::/8`. An empty list
 * has everybody in it; any other list has nobody who is not named, loopback included.
 */
export function createAddressList(ranges: readonly string[]): (address: string) => boolean {
  if (ranges.length === 0) return () => true;
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
  };
}

function addRange(list: BlockList, range: string): void {
  const [said = "", prefix] = range.split("/");
  const address = plainAddress(said);
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  // The prefix of an IPv4 range that is written as IPv6 counts the 96 bits in front of it too.
  const ahead = address === said ? 0 : 96;
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Math.max(0, Number(prefix) - ahead), family);
}
