const prefix = 'stet.'

/** What this browser has kept under the name; undefined where there is nothing or storage is forbidden. */
export function readKept<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(prefix + name)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

/** Keeps a value in this browser; false where it could not. */
export function writeKept(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
