import type { AuthorRecord, Signal } from '../domain/signal.js'

function counted(field: keyof AuthorRecord, describes: string): Signal {
  return {
    name: `author.${field}`,
    type: 'number',
    describes,
    read: ({ record }) => record && { value: record[field] },
  }
}

const firstComment: Signal = {
  name: 'author.firstComment',
  type: 'bool',
  describes: 'Whether this site has decided on no other comment of this author yet.',
  read: ({ record }) => record && { value: record.published + record.held + record.rejected === 0 },
}

const role: Signal = {
  name: 'author.role',
  type: 'string',
  describes: 'What the site calls the author: `reader`, `trusted` or `staff`.',
  read: ({ author }) => ({ value: author.role }),
}

export const authorSignals: readonly Signal[] = [
  counted('published', 'Comments of this author on this site that stand.'),
  counted('held', 'Comments of this author that wait for a moderator.'),
  counted('rejected', 'Comments of this author that were rejected.'),
  firstComment,
  role,
]
