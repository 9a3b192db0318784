import { emptyRun, push, type Run } from './normalise-run.js'

const BREAKS = new Set(['br', 'p', 'div', 'li', 'ul', 'ol', 'tr', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'hr'])
const INLINE = new Set(
  'a abbr b big cite code del dd dl dt em figure font i img ins kbd mark pre q s small span strike strong sub sup table tbody td th thead u'.split(
    ' ',
  ),
)
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  shy: '\u00ad',
  zwj: '\u200d',
  zwnj: '\u200c',
  copy: '©',
  reg: '®',
  deg: '°',
  euro: '€',
  pound: '£',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  ntilde: 'ñ',
}

// Both are bounded, so that a wall of `<a <a <a` costs no more than its length times a constant.
const TAG = /<\/?([a-zA-Z][a-zA-Z0-9]{0,9})(?:[\s/][^<>]{0,1000})?>/y
const COMMENT = /<!--[^>]{0,1000}-->/y
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/y

/**
 * Simple HTML to text. Only names that HTML knows count as tags: a reader who writes `a <b and c> d` or `I <3 this`
 * means those characters.
 */
export function stripHtml(text: string): Run {
  const run = emptyRun()
  for (let at = 0; at < text.length; ) {
    const char = text[at]
    const length = char === '<' ? tag(text, at, run) : char === '&' ? entity(text, at, run) : 0
    if (length > 0) at += length
    else {
      const point = String.fromCodePoint(text.codePointAt(at) ?? 0)
      push(run, point, at, at + point.length)
      at += point.length
    }
  }
  return run
}

function tag(text: string, at: number, run: Run): number {
  COMMENT.lastIndex = at
  const comment = COMMENT.exec(text)
  if (comment) return comment[0].length
  TAG.lastIndex = at
  const found = TAG.exec(text)
  const name = found?.[1]?.toLowerCase()
  if (!found || name === undefined) return 0
  if (BREAKS.has(name)) push(run, '\n', at, at + found[0].length)
  else if (!INLINE.has(name)) return 0
  return found[0].length
}

function entity(text: string, at: number, run: Run): number {
  ENTITY.lastIndex = at
  const found = ENTITY.exec(text)
  if (!found) return 0
  const char = found[3] === undefined ? numbered(found[1], found[2]) : ENTITIES[found[3]]
  if (char === undefined) return 0
  push(run, char, at, at + found[0].length)
  return found[0].length
}

function numbered(decimal: string | undefined, hex: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10)
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return valid ? String.fromCodePoint(code) : undefined
}
