const tag = /<[a-z/!][^<>]*>/gi
const entity = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,10});/gi

const blank = (found: string) => ' '.repeat(found.length)

/** The body with its HTML tags blanked out by as many spaces, so that offsets still point into the body. */
export function withoutTags(body: string): string {
  return body.replace(tag, blank)
}

/** What a reader sees as text: tags and character references blanked out, offsets kept. */
export function visibleText(body: string): string {
  return withoutTags(body).replace(entity, blank)
}
