import type { Ways } from '../../src/desk/sign-in/schemas.js'
import { CallError, call, get } from './call.js'
import { refreshSession } from './session.js'

type SignInAnswer = { twoFactorRedirect?: boolean }

const post = <T>(what: string, body: object = {}) => call<T>('POST', `/api/auth/${what}`, body)

/** Signs in by e-mail and password; true when a second factor is still asked for. */
export async function signIn(email: string, password: string): Promise<boolean> {
  const answer = await post<SignInAnswer>('sign-in/email', { email, password })
  return answer.twoFactorRedirect === true
}

/** The second step: the six digits of the app, or one of the codes kept for when it is lost. */
export async function verifyCode(code: string): Promise<void> {
  const digits = code.replaceAll(/\s/g, '')
  const way = /^\d{6}$/.test(digits) ? 'verify-totp' : 'verify-backup-code'
  await post(`two-factor/${way}`, { code: digits })
}

/** What the newsroom's own sign-in is called; null where there is none. */
export const otherWay = async (): Promise<string | null> =>
  (await get<Ways>('/api/auth/ways')).oidc?.name ?? null

/** Goes there; whoever comes back is signed in. */
export async function signInElsewhere(): Promise<void> {
  const { url } = await post<{ url: string }>('sign-in/social')
  location.assign(url)
}

/** Ends all other sessions as well. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  post('change-password', { currentPassword, newPassword })

/** Ends all sessions of whoever asks, this one too, and starts the page anew. */
export async function signOutEverywhere(): Promise<void> {
  await post('revoke-sessions')
  location.assign('/')
}

export type Factor = { totpURI: string; backupCodes: string[] }

/** A second factor, which counts once a code of it was given. */
export const askForFactor = (password: string) => post<Factor>('two-factor/enable', { password })

/** Turns the second factor on by its first code. */
export async function confirmFactor(code: string): Promise<void> {
  await verifyCode(code)
  await refreshSession()
}

export async function removeFactor(password: string): Promise<void> {
  await post('two-factor/disable', { password })
  await refreshSession()
}

/** What to say of a sign-in that was refused; never which of the two was wrong. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof CallError)) return 'Something went wrong on this page.'
  if (error.status === 401) return 'The address and the password, or the code, do not match.'
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.'
  return error.message
}
