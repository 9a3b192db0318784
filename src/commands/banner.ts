/** The secrets that were made just now, to be shown this once. */
export type MadeKeys = { site?: string; moderator?: string }

const example = `{"id":"c-1","body":"Well argued, thank you.","author":{"id":"a-1"},"article":{"id":"n-1"}}`

// In double quotes, so that a key which is not shown again is taken from the reader's environment.
const withSecret = (secret: string) => `-H "authorization: Bearer ${secret}"`

/** A shell line that sends a comment in and shows its verdict. */
export const sendLine = (url: string, { site }: MadeKeys): string =>
  `curl -s '${url}/v1/comments?wait=5000' ${withSecret(site ?? '$STET_SITE_KEY')} -H 'content-type: application/json' -d '${example}'`

/** A shell line that shows what is held. */
export const queueLine = (url: string, { moderator }: MadeKeys): string =>
  `curl -s '${url}/v1/queue' ${withSecret(moderator ?? '$STET_MODERATOR_TOKEN')}`

/** The link with which the first admin comes in, and the address they sign in with afterwards. */
export type FirstLink = { email: string; link: string }

const deskLines = (url: string, first: FirstLink | undefined) =>
  first
    ? [`  Desk             ${first.link}`, `                   once; afterwards ${url} as ${first.email}`]
    : [`  Desk             ${url} (stet user link NAME for who has lost their password)`]

/** What the terminal shows once Stet is ready. */
export function banner(url: string, made: MadeKeys, first: FirstLink | undefined): string {
  const known =
    made.site === undefined ? ' (STET_SITE_KEY holds the key that was shown at the first start)' : ''
  return [
    '',
    `  Stet is ready at ${url}`,
    `  API docs         ${url}/docs`,
    ...deskLines(url, first),
    ...(made.site ? [`  Site key         ${made.site}`] : []),
    ...(made.moderator ? [`  Moderator token  ${made.moderator}`] : []),
    ...(made.site || made.moderator ? ['  Keep them: they are shown this once.'] : []),
    '',
    `  Send a comment${known}:`,
    `  ${sendLine(url, made)}`,
    '',
  ].join('\n')
}
