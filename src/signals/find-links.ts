import { LinkifyIt, type Match } from 'linkify-it'
import { getDomain, getHostname } from 'tldts'
import type { Span } from '../domain/decision.js'
import { withoutTags } from './visible-text.js'

export type FoundLink = { domain: string; span: Span }

// The suffixes most seen in unwanted links, beside the old ones and the two-letter ones that linkify-it knows.
const furtherSuffixes = [
  ...['app', 'blog', 'cam', 'click', 'cloud', 'club', 'dev', 'fun', 'icu', 'life', 'link', 'live', 'lol'],
  ...['monster', 'news', 'online', 'page', 'pics', 'rest', 'site', 'space', 'store', 'stream', 'tech', 'top'],
  ...['trade', 'vip', 'website', 'win', 'world', 'xyz'],
]
const linkify = new LinkifyIt({ fuzzyLink: true }).tlds(furtherSuffixes, true)

// "I said so.in fact": a forgotten space after a full stop is more common than a bare domain of these countries.
const suffixThatIsAWord =
  /\.(?:am|as|at|be|by|do|fun|id|in|is|it|la|life|live|me|my|no|news|page|rest|so|to|top|us|win|world)$/i
const capitalAfterTheDot = /\.\p{Lu}\p{Ll}+$/u

function isForgottenSpace({ schema, raw }: Match): boolean {
  if (schema !== '' || /^www\./i.test(raw)) return false
  return suffixThatIsAWord.test(raw) || capitalAfterTheDot.test(raw)
}

function domainOf(url: string): string | undefined {
  return (getDomain(url) ?? getHostname(url))?.toLowerCase()
}

function linksInText(body: string): FoundLink[] {
  return (linkify.match(withoutTags(body)) ?? []).flatMap((match) => {
    if (match.schema === 'mailto:' || isForgottenSpace(match)) return []
    const domain = domainOf(match.url)
    return domain === undefined ? [] : [{ domain, span: { start: match.index, end: match.lastIndex } }]
  })
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
    if (open) found.push({ domain: open.domain, span: { start: open.start, end } })
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

/** Every link in a comment of text or simple HTML, in the order of the text. An address shown inside an
 * anchor is part of it, unless it shows another domain than the anchor leads to: then it is a link of its own. */
export function findLinks(body: string): FoundLink[] {
  const marked = anchors(body)
  let next = 0
  const bare = linksInText(body).filter(({ domain, span }) => {
    // Both lists are in the order of the text, so one pass over each is enough.
    while (next < marked.length && (marked[next]?.span.end ?? 0) <= span.start) next += 1
    const around = marked[next]
    return !(around && around.span.start <= span.start && around.domain === domain)
  })
  return [...marked, ...bare].sort((a, b) => a.span.start - b.span.start)
}
