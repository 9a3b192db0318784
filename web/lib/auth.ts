import { CallError, call } from './call.js'

type SignInAnswer = { twoFactorRedirect?: boolean; url?: string }

/** Signs in by e-mail and password; true when a second factor is still asked for. */
export async function signIn(email: string, password: string): Promise<boolean> {
  const answer = await call<SignInAnswer>('POST', '/api/auth/sign-in/email', { email, password })
  return answer.twoFactorRedirect === true
}

/** The second step: the six digits of the app, or one of the codes kept for when it is lost. */
export async function verifyCode(code: string): Promise<void> {
  const digits = code.replaceAll(/\s/g, '')
  const way = /^\d{6}$/.test(digits) ? 'verify-totp' : 'verify-backup-code'
  await call('POST', `/api/auth/two-factor/${way}`, { code: digits })
}

/** What to say of a sign-in that was refused; never which of the two was wrong. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof CallError)) return 'Something went wrong on this page.'
  if (error.status === 401) return 'The address and the password, or the code, do not match.'
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.'
  return error.message
}
