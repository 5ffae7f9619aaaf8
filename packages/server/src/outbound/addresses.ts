/**
 * Which IP addresses an outgoing call may reach. Only what ipaddr.js calls `unicast` is public; everything else is refused,
 * after the forms that carry an IPv4 address inside an IPv6 one were opened (`docs/security.md`, "Outgoing calls").
 */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Public by their range and still not the public internet. */
const deniedRanges: [string, [Address, number]][] = [
  // The wire server of Azure answers every virtual machine with its own secrets; ipaddr.js calls it unicast.
  ['metadata', ipaddr.parseCIDR('168.63.129.16/32')],
  // The metadata address of Oracle Cloud's older images.
  ['metadata', ipaddr.parseCIDR('192.0.0.192/32')],
];

const metadataAddresses = new Set(['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '100.100.100.200']);

function embeddedV4(bytes: number[], offset: number, mask = 0): ipaddr.IPv4 {
  return new ipaddr.IPv4(bytes.slice(offset, offset + 4).map((byte) => byte ^ mask));
}

/** The IPv4 address that a transition form of IPv6 leads to, or the address itself. */
function unwrap(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
      return embeddedV4(bytes, 12);
    case 'rfc6145':
      return embeddedV4(bytes, 12);
    case 'rfc6052':
      return embeddedV4(bytes, 12);
    case '6to4':
      return embeddedV4(bytes, 2);
    case 'teredo':
      // RFC 4380: the client's address, with every bit flipped.
      return embeddedV4(bytes, 12, 0xff);
    default:
      // ::a.b.c.d, the deprecated IPv4-compatible form; ::1 and :: are told by their own ranges.
      return bytes.slice(0, 12).every((byte) => byte === 0) && address.range() === 'unicast'
        ? embeddedV4(bytes, 12)
        : address;
  }
}

/**
 * Why an address may not be called: the name of its range (`loopback`, `private`, `linkLocal`, `metadata`, …), or null when
 * it is public. Text that is not an address is refused as `invalid`.
 */
export function refusedRange(text: string): string | null {
  const withoutZone = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(withoutZone)) return 'invalid';
  const address = unwrap(ipaddr.parse(withoutZone));
  if (metadataAddresses.has(address.toString())) return 'metadata';
  for (const [name, [network, bits]] of deniedRanges) {
    if (address.kind() === network.kind() && address.match(network as ipaddr.IPv4, bits)) return name;
  }
  const range = address.range();
  return range === 'unicast' ? null : range;
}

/** Whether two spellings are the same address (`::ffff:10.0.0.1` and `10.0.0.1`). */
export function sameAddress(left: string, right: string): boolean {
  if (!ipaddr.isValid(left) || !ipaddr.isValid(right)) return false;
  return ipaddr.process(left).toString() === ipaddr.process(right).toString();
}
