import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Role, roles } from '../domain/role.js'
import { Problem } from './problems.js'

/** What a route asks for: nothing, a site's key, or at least this role at the desk. */
export type Access = 'open' | 'site' | Role

/** Who acts at the desk: `name` is what decisions show, `via` what opened the door. */
export type DeskPrincipal = {
  kind: 'desk'
  name: string
  role: Role
  via: string
  /** Who is signed in; not there for a token. */
  person?: { email: string; twoFactor: boolean }
}
export type RouteAccess = { method: string; url: string; access: Access }
export type Principal = { kind: 'site'; site: string } | DeskPrincipal

/** Who sends the request; undefined for nobody known. @throws {Problem} for what is sent in a wrong form. */
export type Identify = (request: FastifyRequest) => Promise<Principal | undefined>

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyInstance {
    identify: Identify
    /** Every route that there is, and what it asks for. */
    accessTable: RouteAccess[]
  }
  interface FastifyRequest {
    principal: Principal | undefined
  }
  interface FastifySchema {
    'x-access'?: Access
    security?: readonly Record<string, readonly string[]>[]
  }
}

// The pages of the API's own description bring routes that name no access.
const describing = /^\/docs(\/|$)/

const waysIn = (access: Access) => [{ bearer: [] }, ...(access === 'site' ? [] : [{ session: [] }])]

/**
 * Holds every route to naming what it asks for, by its `config.access`: one that does not cannot be registered. The
 * description of the API says the same.
 */
export function nameAccess(app: FastifyInstance): void {
  app.decorateRequest('principal', undefined)
  app.decorate('accessTable', [])
  app.addHook('onRoute', (route) => {
    const access = route.config?.access ?? (describing.test(route.url) ? 'open' : undefined)
    if (access === undefined) throw new Error(`${route.url} does not say who may call it`)
    route.config = { ...route.config, access }
    for (const method of [route.method].flat()) app.accessTable.push({ method, url: route.url, access })
    if (access !== 'open') route.schema = { ...route.schema, 'x-access': access, security: waysIn(access) }
  })
}

/** Whether somebody at the desk has this role or a higher one. */
export const hasRole = (principal: DeskPrincipal, role: Role) =>
  roles.indexOf(principal.role) >= roles.indexOf(role)

function allows(access: Access, principal: Principal): boolean {
  if (access === 'open') return true
  if (access === 'site' || principal.kind === 'site') return access === principal.kind
  return hasRole(principal, access)
}

const whatFor = (access: Access) =>
  access === 'site' ? 'This needs a site key.' : `This needs the role ${access} at the desk, or a higher one.`

/** Lets each route's callers through: 401 without a known credential, 403 with one that is not for this. */
export function requireAccess(app: FastifyInstance, identify: Identify): void {
  app.decorate('identify', identify)
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    // Without one there is no such route, and the answer will say so.
    if (access === undefined || access === 'open') return
    request.principal = await identify(request)
    if (!request.principal)
      throw new Problem(401, 'Not signed in', {
        detail: `${whatFor(access)} Sign in, or send a key or token as "Authorization: Bearer …".`,
      })
    if (!allows(access, request.principal)) throw new Problem(403, 'Not allowed', { detail: whatFor(access) })
  })
}

/** Whether whoever sent the request may still do what it asks for: an answer that goes on for long asks again. */
export async function isStillAllowed(request: FastifyRequest): Promise<boolean> {
  const { access = 'admin' } = request.routeOptions.config
  const principal = await request.server.identify(request)
  return principal !== undefined && allows(access, principal)
}

/** Who acts, in a route that asks for a role at the desk. */
export function deskPrincipal({ principal }: FastifyRequest): DeskPrincipal {
  if (principal?.kind !== 'desk') throw new Error('the route asks for no role at the desk')
  return principal
}
