/** What is wrong in one place of an input; `pointer` is a JSON pointer (RFC 6901). */
export type FieldError = { pointer: string; detail: string }

/** A failure that the caller can mend: its message is safe to show, unlike that of any other error. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** The error's text for a log or a terminal, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
