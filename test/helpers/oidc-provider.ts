import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Who the provider says has signed in there. */
export type Claims = { sub: string; email: string; email_verified?: boolean }

/**
 * An OpenID provider at which whoever comes is signed in already, as `who`. It holds clients to their secret, to PKCE and to
 * using a code once.
 */
export async function startOidcProvider(client: { id: string; secret: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
  const state = { who: { sub: '1', email: '' } as Claims, signsWrongly: false }
  const codes = new Map<string, URLSearchParams>()
  let issuer = ''

  function idToken(nonce: string | null): string {
    const now = Math.floor(Date.now() / 1_000)
    const claims = {
      iss: issuer,
      aud: client.id,
      iat: now,
      exp: now + 60,
      ...state.who,
      ...(nonce && { nonce }),
    }
    const body = `${base64({ alg: 'RS256', kid: 'k' })}.${base64(claims)}`
    const signature = createSign('RSA-SHA256')
      .update(body)
      .sign(state.signsWrongly ? other : privateKey)
    return `${body}.${signature.toString('base64url')}`
  }

  function authorize(query: URLSearchParams): string {
    const code = randomUUID()
    codes.set(code, query)
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return back.href
  }

  function tokens(form: URLSearchParams, authorization = ''): object | undefined {
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
    const isClient = authorization === basic || form.get('client_secret') === client.secret
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!asked || !isClient || challenge !== asked.get('code_challenge')) return undefined
    return {
      access_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 60,
      id_token: idToken(asked.get('nonce')),
    }
  }

  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    }),
    '/jwks': () => ({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
    }),
    '/userinfo': () => state.who,
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', issuer)
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/authorize')
      return response.writeHead(302, { location: authorize(url.searchParams) }).end()
    const answer = answers[url.pathname]
    if (answer) return send(200, answer())
    void text(request).then((form) => {
      const made = tokens(new URLSearchParams(form), request.headers.authorization)
      return made ? send(200, made) : send(400, { error: 'invalid_grant' })
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { issuer, state, stop }
}
