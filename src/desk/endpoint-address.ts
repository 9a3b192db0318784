import { networkInterfaces } from 'node:os'
import type { FastifyRequest } from 'fastify'
import { addressesOf, isForbiddenAddress } from '../http/forbidden-address.js'
import { Problem } from '../http/problems.js'

const refuse = (detail: string) =>
  new Problem(400, 'The request is not valid', { errors: [{ pointer: '/url', detail }] })

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === 'https:' ? 443 : 80))

/** The addresses of this machine, with those that mean it wherever one is. */
function ownAddresses(): Set<string> {
  const known = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? [])
  return new Set([...known, '127.0.0.1', '::1', '0.0.0.0', '::'])
}

/**
 * Refuses an endpoint that can be none: Stet itself, as it listens and as the caller has reached it, and the addresses at which
 * cloud machines keep their credentials. Other inner addresses are taken: newsrooms do post to them.
 */
export async function refuseAddress(request: FastifyRequest, text: string): Promise<void> {
  const url = new URL(text)
  const addresses = await addressesOf(url)
  if (isForbiddenAddress(addresses))
    throw refuse('is a link-local address, at which cloud machines keep their credentials')
  const listening = request.server.addresses().flatMap((at) => (typeof at === 'string' ? [] : [at.port]))
  const own = ownAddresses()
  const isOurs = listening.includes(portOf(url)) && addresses.some((address) => own.has(address))
  if (isOurs || url.host === request.host) throw refuse('is the address of this Stet itself')
}
