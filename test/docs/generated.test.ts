import { expect, it } from 'vitest'
import { configurationPage } from './configuration-page.js'
import { signalsPage } from './signals-page.js'

// `npm run docs` writes them anew.
it('docs/configuration.md says what the settings are', async () => {
  await expect(configurationPage()).toMatchFileSnapshot('../../docs/configuration.md')
})

it('docs/signals.md says what the signals are', async () => {
  await expect(signalsPage()).toMatchFileSnapshot('../../docs/signals.md')
})
