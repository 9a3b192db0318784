/** What a key does at the queue. The help, the settings and the page of keys in docs/ are made from this. */
export const actions = {
  next: { key: 'j', does: 'Next comment' },
  previous: { key: 'k', does: 'Previous comment' },
  publish: { key: 'f', does: 'Publish' },
  reject: { key: 'd', does: 'Reject: then a number for the reason, or d again for the first' },
  colleague: { key: 'e', does: 'Leave for a colleague, with a note' },
  skip: { key: 's', does: 'Skip for an hour: then a number for why' },
  undo: { key: 'u', does: 'Undo the last act' },
  select: { key: 'x', does: 'Select, to decide on several at once' },
  history: { key: 'h', does: 'Show or hide edits, decisions and notes' },
  author: { key: 'a', does: "Show or hide the author's record" },
  fresh: { key: 'r', does: 'Show the new comments' },
  search: { key: '/', does: 'Search' },
  help: { key: '?', does: 'This help' },
} as const

export type Action = keyof typeof actions
export type KeyMap = Record<Action, string>

export const actionNames = Object.keys(actions) as Action[]

/** The usual keys, with one's own in the place of some. */
export function keyMapOf(own: Record<string, string>): KeyMap {
  return Object.fromEntries(actionNames.map((name) => [name, own[name] ?? actions[name].key])) as KeyMap
}

/** What a key stands for; undefined for one that stands for nothing. */
export const actionOf = (map: KeyMap, key: string): Action | undefined =>
  actionNames.find((name) => map[name] === key)

/** Why a key cannot be taken for an action; undefined where it can. */
export function keyFault(map: KeyMap, action: Action, key: string): string | undefined {
  if ([...key].length !== 1 || /\s/.test(key)) return 'Choose a key that writes a character.'
  if (/\d/.test(key)) return 'Numbers choose reasons.'
  const taken = actionOf(map, key)
  return taken && taken !== action ? `“${key}” is taken: ${actions[taken].does}.` : undefined
}

/** One's own keys after a change; a key that is the usual one is not kept. */
export function withKey(own: Record<string, string>, action: Action, key: string): Record<string, string> {
  const { [action]: _, ...others } = own
  return key === actions[action].key ? others : { ...others, [action]: key }
}
