import { useState } from 'preact/hooks'
import { call, messageOf } from '../lib/call.js'

/** A change at the server: `ask` makes it and hands on what was answered; `fault` says why it could not be. */
export function useChange(onDone: () => void) {
  const [fault, setFault] = useState('')
  const ask = async <T>(
    method: string,
    path: string,
    body: unknown,
    then: (answer: T) => void = () => undefined,
  ) => {
    setFault('')
    try {
      then(await call<T>(method, path, body))
      onDone()
    } catch (error) {
      setFault(messageOf(error))
    }
  }
  return { fault, ask }
}

/** What a form holds, by the names of its fields; what is empty is left out. */
export function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const all = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value).trim()])
  return Object.fromEntries(all.filter(([, value]) => value !== ''))
}
