#!/usr/bin/env node
import { type Config, maskedConfig, readConfig } from './config.js'
import { messageOf, UserError } from './domain/errors.js'

const usage = `stet start [--demo]            everything in one place
stet serve                     the API and the desk
stet work                      the workers
stet migrate                   bring the database up to date
stet user add NAME E-MAIL      let somebody in at the desk: prints a link that sets their password
stet user list                 who may sign in
stet user link NAME            another link, for a password or a second factor that was lost
stet user disable NAME         sign somebody out for good; enable lets them in again
stet enqueue FILE.ndjson        take a file of comments in; stopped, it goes on where it was
stet jobs failed               list what was given up
stet jobs replay [ID …]        try it again
stet decision ID [--replay]    show a decision with all that it rested on, or run its rules on it once more
stet rules check FILE          check a rule file and run its tests
stet rules test FILE           run its tests and print what each gave
stet rules backtest FILE       say what would have been decided otherwise
stet rules thresholds LABEL    say what each threshold of a score costs and misses
stet rules apply FILE          put a rule file in force, without a restart
stet rules list                list the stored versions
stet rules show VERSION        print a version's file
stet rules diff A B            say what differs: versions, files, or live
stet rules rollback [VERSION]  put the version before in force again
stet model info                say which model is used
stet model score TEXT          score one text
stet model score --file FILE   score {"id","text"} lines, {"id","scores"} lines out
stet config                    show the settings, secrets masked`

// Each command's modules are loaded when it is called: checking a rule file must not load a model.
const commands: Record<string, (config: Config, args: string[]) => Promise<number>> = {
  start: async (config, args) => (await import('./commands/start.js')).start(config, onlyDemo(args)),
  serve: async (config) => (await import('./commands/serve.js')).serve(config),
  work: async (config) => (await import('./commands/serve.js')).work(config),
  migrate: async (config) => (await import('./commands/serve.js')).migrate(config),
  user: async (config, args) => (await import('./commands/user.js')).user(config, args),
  enqueue: async (config, args) => (await import('./commands/enqueue.js')).enqueue(config, args),
  jobs: async (config, args) => (await import('./commands/jobs.js')).jobs(config, args),
  decision: async (config, args) => (await import('./commands/decision.js')).decision(config, args),
  rules: async (config, args) => (await import('./commands/rules.js')).rules(config, args),
  model: async (config, args) => (await import('./commands/model.js')).model(config, args),
  config: async (config) => {
    process.stdout.write(`${maskedConfig(config)}\n`)
    return 0
  },
}

function onlyDemo(args: string[]): boolean {
  const [unknown] = args.filter((arg) => arg !== '--demo')
  if (unknown !== undefined) throw new UserError(`stet start does not know ${unknown}; it takes --demo.`)
  return args.length > 0
}

async function main([name, ...args]: string[]): Promise<number> {
  const command = Object.entries(commands).find(([known]) => known === name)?.[1]
  if (!command) {
    process.stderr.write(`${usage}\n`)
    return name === '--help' || name === 'help' ? 0 : 2
  }
  return command(readConfig(), args)
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  // What the user can mend is one sentence; anything else comes with its place and cause.
  process.stderr.write(
    error instanceof UserError ? `${messageOf(error)}\n` : `${String((error as Error)?.stack)}\n`,
  )
  process.exit(error instanceof UserError ? 2 : 1)
}
