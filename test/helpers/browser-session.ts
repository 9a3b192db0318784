import type { Answer, TestStet } from './stet.js'

/** Calls as a browser makes them from the desk's page: with its cookies, and its origin on whatever may change something. */
export function browserAt({ url }: Pick<TestStet, 'url'>, cookies = new Map<string, string>()) {
  const keep = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }
  const call = async <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> => {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(sent === '' ? {} : { cookie: sent }),
        ...(method === 'GET' ? {} : { origin: url }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    keep(answer)
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text ? JSON.parse(text) : undefined) as T,
    }
  }
  return {
    cookies,
    call,
    signIn: (email: string, password: string) => call('POST', '/api/auth/sign-in/email', { email, password }),
    welcome: (link: string, password: string) =>
      call('POST', '/api/auth/welcome', { token: new URL(link).searchParams.get('token'), password }),
    /** The cookies as the header of one request. */
    cookieHeader: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  }
}

export type BrowserSession = ReturnType<typeof browserAt>
