import { UserError } from '../domain/errors.js'

/** One thing wrong in a rule file: where (lines and columns count from 1), and a sentence with a hint. */
export type Problem = { file: string; line: number; column: number; message: string }

/** What is wrong in a condition, and at which of its characters. */
export type Fault = { offset: number; message: string }

/** A rule set refused whole. Its message lists every problem, one a line, as `file:line:column sentence`. */
export class RuleSetError extends UserError {
  readonly problems: readonly Problem[]

  constructor(file: string, problems: readonly Problem[]) {
    const lines = problems.map((found) => `  ${found.file}:${found.line}:${found.column} ${found.message}`)
    super([`${file} is refused:`, ...lines].join('\n'))
    this.problems = problems
  }
}
