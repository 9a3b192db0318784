import { actions } from '../../web/keys.js'

const cell = (text: string) => text.replaceAll('|', '\\|')

const row = ({ key, does }: { key: string; does: string }) => `| <kbd>${cell(key)}</kbd> | ${cell(does)} |`

/** docs/desk-keys.md, made from the keys of the page themselves. */
export function deskKeysPage(): string {
  return `# The keys of the desk

In the queue of [the desk](desk.md); <kbd>?</kbd> shows them there.

| key | what it does |
| --- | --- |
${Object.values(actions).map(row).join('\n')}

A key is taken only while nothing is being typed, and never together with Ctrl, Alt or the Command key: what the browser and a
screen reader do with those stays theirs. Every key can be another one: *your name* at the top, then *Keys*. What a key does,
a button does too.
`
}
