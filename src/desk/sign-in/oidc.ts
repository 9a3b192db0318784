import { genericOAuth } from 'better-auth/plugins'

/** An OpenID provider of the settings. */
export type OidcProvider = { issuer: string; clientId: string; clientSecret: string; name: string }

/** What the provider is called in addresses. */
export const providerId = 'oidc'

/**
 * Signing in at an OpenID provider, for those whom an admin has let in by the address that the provider vouches for: the
 * first time by it, afterwards by the provider's own id of them.
 */
export function oidc(provider: OidcProvider | undefined) {
  if (!provider) return genericOAuth({ config: [] })
  const { issuer, clientId, clientSecret, name } = provider
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const scopes = ['openid', 'email', 'profile']
  const strict = { pkce: true, requireIdTokenVerification: true, disableSignUp: true }
  return genericOAuth({
    config: [{ providerId, name, discoveryUrl, clientId, clientSecret, scopes, ...strict }],
  })
}
