import type { AuthorRecord, Signal } from '../domain/signal.js'

function counted(field: keyof AuthorRecord, describes: string, example: string): Signal {
  return {
    name: `author.${field}`,
    type: 'number',
    describes,
    example,
    read: ({ record }) => record && { value: record[field] },
  }
}

const firstComment: Signal = {
  name: 'author.firstComment',
  type: 'bool',
  describes: 'Whether this site has decided on no other comment of this author yet.',
  example: 'author.firstComment && links.count >= 1',
  read: ({ record }) => record && { value: record.published + record.held + record.rejected === 0 },
}

const role: Signal = {
  name: 'author.role',
  type: 'string',
  describes: 'What the site calls the author: `reader`, `trusted` or `staff`.',
  example: 'author.role in ["trusted", "staff"]',
  read: ({ author }) => ({ value: author.role }),
}

export const authorSignals: readonly Signal[] = [
  counted(
    'published',
    'Comments of this author on this site that stand.',
    'links.count >= 3 && author.published < 5',
  ),
  counted('held', 'Comments of this author that wait for a moderator.', 'author.held >= 5'),
  counted('rejected', 'Comments of this author that were rejected.', 'author.rejected >= 3'),
  firstComment,
  role,
]
