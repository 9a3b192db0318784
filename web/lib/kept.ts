const prefix = 'stet.'

// Storage may be forbidden, and then throws at the mere touch.
function readFrom<T>(storage: () => Storage, name: string): T | undefined {
  try {
    const text = storage().getItem(prefix + name)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

function writeTo(storage: () => Storage, name: string, value: unknown): boolean {
  try {
    storage().setItem(prefix + name, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

const browser = () => localStorage
const tab = () => sessionStorage

/** What this browser has kept under the name; undefined where there is nothing or storage is forbidden. */
export const readKept = <T>(name: string) => readFrom<T>(browser, name)
/** Keeps a value in this browser; false where it could not. */
export const writeKept = (name: string, value: unknown) => writeTo(browser, name, value)

/** The same for this tab alone: it outlives a reload, and nothing else. */
export const readInTab = <T>(name: string) => readFrom<T>(tab, name)
export const writeInTab = (name: string, value: unknown) => writeTo(tab, name, value)
