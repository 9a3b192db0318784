import type { Circumstances, Signal } from '../domain/signal.js'
import { addressesOf, type FoundLink } from './find-addresses.js'
import { shorteners } from './shorteners.js'

const links = (circumstances: Circumstances) => addressesOf(circumstances).links

function counted(
  name: string,
  describes: string,
  example: string,
  isMeant: (link: FoundLink) => boolean,
): Signal {
  return {
    name: `links.${name}`,
    type: 'number',
    describes,
    example,
    read: (circumstances) => {
      const meant = links(circumstances).filter(isMeant)
      return { value: meant.length, spans: meant.map((link) => link.span) }
    },
  }
}

const domains: Signal = {
  name: 'links.domains',
  type: 'list',
  describes:
    'The registrable domains of the links, each once: `example.co.uk` for `https://a.example.co.uk/x`.',
  example: '"evil.example" in links.domains',
  read: (circumstances) => ({
    value: [...new Set(links(circumstances).map((link) => link.domain))],
    spans: links(circumstances).map((link) => link.span),
  }),
}

export const linkSignals: readonly Signal[] = [
  counted(
    'count',
    'Links in the text: full addresses, bare domains, disguised ones and `<a href>`; e-mail addresses are none.',
    'links.count >= 3',
    () => true,
  ),
  domains,
  counted(
    'disguised',
    'Links written so that programs do not see them: `hxxp://`, `[.]`, `(dot)`, dots that are none, hidden characters.',
    'links.disguised >= 1',
    (link) => link.disguised,
  ),
  counted(
    'mismatched',
    'Links that show the address of one site and lead to another.',
    'links.mismatched >= 1',
    (link) => link.mismatched,
  ),
  counted(
    'shortened',
    'Links through a shortening service (`bit.ly`), which do not show where they lead.',
    'links.shortened >= 1',
    ({ domain }) => shorteners.has(domain),
  ),
]
