import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ruleFileJsonSchema } from '../../src/rules/json-schema.js'
import { configurationPage } from './configuration-page.js'
import { deskKeysPage } from './desk-keys-page.js'
import { rulesReferencePage } from './rules-reference-page.js'
import { signalsPage } from './signals-page.js'

// `npm run docs` writes them anew.
it('docs/configuration.md says what the settings are', async () => {
  await expect(configurationPage()).toMatchFileSnapshot('../../docs/configuration.md')
})

it('docs/desk-keys.md says what the keys of the desk do', async () => {
  await expect(deskKeysPage()).toMatchFileSnapshot('../../docs/desk-keys.md')
})

it('docs/signals.md says what the signals are', async () => {
  await expect(signalsPage()).toMatchFileSnapshot('../../docs/signals.md')
})

it('docs/rules-reference.md says what a rule file and its conditions can have', async () => {
  await expect(rulesReferencePage()).toMatchFileSnapshot('../../docs/rules-reference.md')
})

it('rules/schema.json says what a rule file can have', async () => {
  const written = `${JSON.stringify(ruleFileJsonSchema(), null, 2)}\n`
  await expect(written).toMatchFileSnapshot('../../rules/schema.json')
})

it('the rules that ship name their schema, for editors', async () => {
  const [first] = (await readFile('rules/default.yaml', 'utf8')).split('\n')
  expect(first).toBe('# yaml-language-server: $schema=./schema.json')
})
