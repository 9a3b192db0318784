import { domainToUnicode } from 'node:url'
import { LinkifyIt, type Match } from 'linkify-it'
import { getDomain, getHostname } from 'tldts'
import type { Span } from '../domain/decision.js'
import { once } from './once.js'
import { refang } from './refang.js'
import { shorteners } from './shorteners.js'

export type FoundLink = {
  /** The registrable domain in Unicode (`müller.de`), or the host where there is none, as in an IP address. */
  domain: string
  span: Span
  /** Written so that a program does not see it: `hxxp://evil[.]com`, a dot that is none. */
  disguised: boolean
  /** Shows the address of another domain than the one that it leads to. */
  mismatched: boolean
}

// The suffixes most seen in unwanted links, beside the old ones and the two-letter ones that linkify-it knows.
const furtherSuffixes = [
  ...[
    'app',
    'bar',
    'beauty',
    'bet',
    'bid',
    'blog',
    'bond',
    'buzz',
    'cam',
    'casino',
    'cfd',
    'click',
    'cloud',
    'club',
  ],
  ...[
    'cyou',
    'date',
    'dev',
    'digital',
    'finance',
    'fit',
    'fun',
    'games',
    'guru',
    'homes',
    'host',
    'icu',
    'life',
  ],
  ...[
    'link',
    'live',
    'loan',
    'lol',
    'ltd',
    'mom',
    'monster',
    'network',
    'news',
    'ninja',
    'one',
    'online',
    'page',
  ],
  ...[
    'party',
    'pics',
    'porn',
    'quest',
    'racing',
    'rest',
    'review',
    'rocks',
    'sbs',
    'services',
    'sex',
    'shopping',
  ],
  ...[
    'site',
    'skin',
    'social',
    'solutions',
    'space',
    'store',
    'stream',
    'support',
    'surf',
    'tech',
    'today',
    'tokyo',
  ],
  ...[
    'top',
    'trade',
    'uno',
    'vip',
    'watch',
    'website',
    'wiki',
    'win',
    'work',
    'world',
    'wtf',
    'xyz',
    'zip',
    'zone',
  ],
]
const linkify = new LinkifyIt({ fuzzyLink: true }).tlds(furtherSuffixes, true)

// "I said so.in fact": a forgotten space after a full stop is more common than a bare domain of these countries.
const suffixThatIsAWord = new RegExp(
  String.raw`\.(?:${[
    'am|as|at|be|by|do|id|in|is|it|la|me|my|no|so|to|us',
    'bar|beauty|bet|bid|bond|casino|date|digital|finance|fit|fun|games|homes|host|life|live|loan|mom|monster|network',
    'news|one|page|party|porn|quest|racing|rest|review|rocks|services|sex|shopping|skin|social|solutions|space|store',
    'stream|support|surf|today|top|trade|watch|win|work|world|zip|zone',
  ].join('|')})$`,
  'i',
)
const capitalAfterTheDot = /\.\p{Lu}\p{Ll}+$/u

function isForgottenSpace({ schema, raw }: Match): boolean {
  if (schema !== '' || /^www\./i.test(raw) || shorteners.has(raw.toLowerCase())) return false
  return suffixThatIsAWord.test(raw) || capitalAfterTheDot.test(raw)
}

function domainOf(url: string): string | undefined {
  const domain = (getDomain(url) ?? getHostname(url))?.toLowerCase()
  // Punycode and the reader's spelling of a domain become one, so that a list need name it once.
  return domain && (domainToUnicode(domain) || domain)
}

/** The links in the text itself, and its e-mail addresses: `me [at] example (dot) com` is one. */
function addressesInText(body: string): { links: FoundLink[]; emails: Span[] } {
  const { text, isDisguised, toOriginal } = refang(body)
  const links: FoundLink[] = []
  const emails: Span[] = []
  for (const match of linkify.match(text) ?? []) {
    const within = { start: match.index, end: match.lastIndex }
    if (match.schema === 'mailto:') emails.push(toOriginal(within))
    const disguised = isDisguised(within)
    if (match.schema === 'mailto:' || (!disguised && isForgottenSpace(match))) continue
    const domain = domainOf(match.url)
    if (domain !== undefined) links.push({ domain, span: toOriginal(within), disguised, mismatched: false })
  }
  return { links, emails }
}

const anchorTag = /<(\/?)a(?:\s[^<>]*)?>/gi
const hrefAttribute = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i

function targetOf(tag: string): string | undefined {
  const found = hrefAttribute.exec(tag)
  const href = (found?.[1] ?? found?.[2] ?? found?.[3])?.trim()
  // A path or a fragment stays on the site, and what is written to by mail is no link.
  if (!href || /^(?:mailto|tel):|^[#?]|^\/(?!\/)/i.test(href)) return undefined
  return domainOf(href)
}

/** Each `<a href>` that leads away, from its tag to its end tag (or to the next anchor: HTML cannot nest them). */
function anchors(body: string): FoundLink[] {
  const found: FoundLink[] = []
  let open: { domain: string; start: number; tagEnd: number } | undefined
  const close = (end: number) => {
    if (open)
      found.push({
        domain: open.domain,
        span: { start: open.start, end },
        disguised: false,
        mismatched: false,
      })
    open = undefined
  }
  for (const { 0: tag, 1: slash, index } of body.matchAll(anchorTag)) {
    if (slash === '/') {
      close(index + tag.length)
      continue
    }
    close(open?.tagEnd ?? index)
    const domain = targetOf(tag)
    if (domain !== undefined) open = { domain, start: index, tagEnd: index + tag.length }
  }
  close(open?.tagEnd ?? body.length)
  return found
}

/**
 * Every link and every e-mail address in a comment of text or simple HTML, in the order of the text. An address shown
 * inside an anchor is part of it, unless it shows another domain than the anchor leads to: then it is a link of its own.
 */
export function findAddresses(body: string): { links: FoundLink[]; emails: Span[] } {
  const marked = anchors(body)
  const { links, emails } = addressesInText(body)
  let next = 0
  const bare = links.filter(({ domain, span }) => {
    // Both lists are in the order of the text, so one pass over each is enough.
    while (next < marked.length && (marked[next]?.span.end ?? 0) <= span.start) next += 1
    const around = marked[next]
    if (!around || around.span.start > span.start) return true
    if (around.domain !== domain) around.mismatched = true
    return around.domain !== domain
  })
  return { links: [...marked, ...bare].sort((a, b) => a.span.start - b.span.start), emails }
}

/** The same, looked for once for all signals that need it. */
export const addressesOf = once(({ body }) => findAddresses(body))
