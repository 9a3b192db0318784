import type { Circumstances, Signal } from '../domain/signal.js'
import { findLinks } from './find-links.js'
import { once } from './once.js'

const links = once(({ body }: Circumstances) => findLinks(body))
const spans = (circumstances: Circumstances) => links(circumstances).map((link) => link.span)

const count: Signal = {
  name: 'links.count',
  type: 'number',
  describes: 'Links in the text: full addresses, bare domains and `<a href>`; e-mail addresses are none.',
  read: (circumstances) => ({ value: links(circumstances).length, spans: spans(circumstances) }),
}

const domains: Signal = {
  name: 'links.domains',
  type: 'list',
  describes:
    'The registrable domains of the links, each once: `example.co.uk` for `https://a.example.co.uk/x`.',
  read: (circumstances) => ({
    value: [...new Set(links(circumstances).map((link) => link.domain))],
    spans: spans(circumstances),
  }),
}

export const linkSignals: readonly Signal[] = [count, domains]
