import { signal } from '@preact/signals'
import type { MySettings } from '../../src/desk/schemas/me.js'
import { call, get } from './call.js'
import { theme } from './theme.js'

/** One's own wishes; the usual ones until they are known. */
export const settings = signal<MySettings>({ masked: false, theme: 'system', keys: {} })

function follow(now: MySettings): void {
  settings.value = now
  theme.value = now.theme
}

/** @throws {CallError} when they could not be had; the usual ones then stay. */
export async function readSettings(): Promise<void> {
  follow(await get<MySettings>('/v1/me/settings'))
}

/** Takes effect at once, and stays when the server has taken it. */
export async function changeSettings(change: Partial<MySettings>): Promise<void> {
  const before = settings.value
  follow({ ...before, ...change })
  try {
    await call('PUT', '/v1/me/settings', settings.value)
  } catch (error) {
    follow(before)
    throw error
  }
}
