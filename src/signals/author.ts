import { authorSchema } from '../domain/comment.js'
import { type AuthorRecord, notGiven, type Signal } from '../domain/signal.js'

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

// As if ten comments of every author had been decided before, and one of them rejected: a Beta(1, 9) prior. One in ten
// is an assumption; ten are enough that no single decision makes a name, and few enough that a habit shows within ten more.
const [priorRejected, priorDecided] = [1, 10]

const rejectedShare: Signal = {
  name: 'author.rejectedShare',
  type: 'number',
  range: [0, 1],
  describes:
    'The share of rejected ones among the decided comments of this author, as if ten more had been decided and one of them rejected: 0.1 for a new author, 0.18 after 1 of 1, 0.4 after 5 of 5, 0.02 after 0 of 50. Those that are held do not count.',
  example: 'author.rejectedShare >= 0.3',
  read: ({ record }) =>
    record && {
      value: (record.rejected + priorRejected) / (record.rejected + record.published + priorDecided),
    },
}

const dayMs = 86_400_000

const accountAgeDays: Signal = {
  name: 'author.accountAgeDays',
  type: 'number',
  describes:
    'Days since the author joined, at the arrival of the comment; unknown when the site did not say: put `author.joinedKnown &&` before it, or the rule holds all whose account may be of today.',
  example: 'author.joinedKnown && author.accountAgeDays < 7',
  read: ({ author, receivedAt }) =>
    author.joinedAt === null
      ? notGiven
      : { value: Math.max(0, receivedAt.getTime() - author.joinedAt.getTime()) / dayMs },
}

const joinedKnown: Signal = {
  name: 'author.joinedKnown',
  type: 'bool',
  describes: 'Whether the site said when the author joined.',
  example: 'author.joinedKnown && author.accountAgeDays < 7',
  read: ({ author }) => ({ value: author.joinedAt !== null }),
}

const role: Signal = {
  name: 'author.role',
  type: 'string',
  values: authorSchema.shape.role.unwrap().options,
  describes: 'What the site calls the author: `reader`, `trusted` or `staff`.',
  example: 'author.role in ["trusted", "staff"]',
  read: ({ author }) => ({ value: author.role }),
}

export const authorSignals: readonly Signal[] = [
  counted(
    'published',
    "Of this author's last 1,000 comments on this site, those that stand.",
    'links.count >= 3 && author.published < 5',
  ),
  counted('held', 'Of those, the ones that wait for a moderator.', 'author.held >= 5'),
  counted('rejected', 'Of those, the ones that were rejected.', 'author.rejected >= 3'),
  rejectedShare,
  firstComment,
  joinedKnown,
  accountAgeDays,
  role,
]
