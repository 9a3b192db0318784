import { expect, it } from 'vitest'
import { decision } from '../../src/commands/decision.js'
import { jobs } from '../../src/commands/jobs.js'
import { model } from '../../src/commands/model.js'
import { rules } from '../../src/commands/rules.js'
import { user } from '../../src/commands/user.js'
import { readConfig } from '../../src/config.js'
import { UserError } from '../../src/domain/errors.js'

it.each([
  ['model', model, ['--help']],
  ['model', model, ['score']],
  ['model', model, ['score', 'two', 'texts']],
  ['jobs', jobs, ['--all']],
  ['decision', decision, ['1', '2']],
  ['rules', rules, ['check']],
  ['rules', rules, ['check', 'a.yaml', '--quick']],
  ['user', user, ['add', 'ann']],
])('stet %s says how it is used when it is not understood', async (name, command, args) => {
  const refused = command(readConfig({}), args)
  await expect(refused).rejects.toThrow(UserError)
  await expect(refused).rejects.toThrow(`Use: stet ${name} `)
})
