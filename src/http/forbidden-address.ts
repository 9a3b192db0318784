import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

// Link-local addresses, at which cloud machines keep their credentials, and the one of AWS that is not among them.
const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4')
linkLocal.addSubnet('fe80::', 10, 'ipv6')
linkLocal.addAddress('fd00:ec2::254', 'ipv6')

// A name server that takes longer says nothing now; whoever sends asks again.
const lookupMs = 3_000

const isForbidden = (address: string) => linkLocal.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** The addresses behind a URL's host now; none when its name cannot be resolved. */
export async function addressesOf(url: URL): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return [host]
  const found = lookup(host, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [], // who sends there meets the error itself
  )
  return Promise.race([found, sleep(lookupMs, [], { ref: false })])
}

/** Whether reports must not be sent there: a link-local address, also by a name or inside an IPv6 address. */
export const isForbiddenAddress = (addresses: readonly string[]): boolean => addresses.some(isForbidden)
