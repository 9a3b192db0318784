import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { copiedDatabase, freshDatabase } from '../helpers/database.js'
import { deskAs } from '../helpers/desk-as.js'
import { personAt } from '../helpers/people.js'
import { startStet, type TestStet } from '../helpers/stet.js'
import { type Arranged, arrangements, makeWorld } from './example-world.js'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
type WithExamples = { example?: unknown; examples?: Record<string, { value: unknown }> }
type Parameter = WithExamples & { name: string; in: 'path' | 'query' }
type Content = Record<string, WithExamples & { schema?: JsonSchema }>
type Operation = {
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}
type Document = { paths: Record<string, Record<string, Operation>> }

// That it is what the API says of itself is another test's matter.
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, { tags }]) => tags?.includes('desk'))
    .map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
)

const examplesOf = ({ example, examples }: WithExamples): unknown[] => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples ?? {}).map(({ value }) => value),
]

let world: string
const stop: (() => Promise<void>)[] = []
const start = async (url: string): Promise<TestStet> => {
  const stet = await startStet(
    {
      DATABASE_URL: url,
      STET_REPORT_URL: 'https://reports.example/stet',
      STET_REPORT_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
    },
    { workers: false },
  )
  stop.push(stet.stop)
  return stet
}
const stopAll = async () => {
  for (const one of stop.splice(0).reverse()) await one()
}
beforeAll(async () => {
  world = await freshDatabase()
  await makeWorld(await start(world))
  await stopAll()
})
afterEach(stopAll)
afterAll(stopAll)

/** An example with what was arranged in its place; only what it has can be replaced. */
function replaced(example: Record<string, unknown>, by: Record<string, unknown> = {}) {
  for (const key of Object.keys(by)) expect(example).toHaveProperty([key])
  return { ...example, ...by }
}

function addressOf(path: string, parameters: Parameter[], arranged: Arranged): string {
  const of = (place: Parameter['in']) =>
    Object.fromEntries(
      parameters
        .filter((one) => one.in === place && examplesOf(one).length > 0)
        .map((one) => [one.name, String(examplesOf(one)[0])]),
    )
  const inPath = replaced(of('path'), arranged.path)
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(inPath[name])))
  const query = new URLSearchParams(of('query')).toString()
  return query === '' ? filled : `${filled}?${query}`
}

/** What the document lacks: no part of a request is without an example. */
function missingExamples({ parameters = [], requestBody }: Operation): string[] {
  const has = (one: WithExamples) => examplesOf(one).length > 0
  const query = parameters.filter((one) => one.in === 'query')
  return [
    ...parameters.filter((one) => one.in === 'path' && !has(one)).map(({ name }) => name),
    ...(query.length > 0 && !query.some(has) ? ['query'] : []),
    ...(requestBody && !Object.values(requestBody.content).some(has) ? ['body'] : []),
  ]
}

async function expectAnswer(answer: Response, [status, { content }]: [string, { content?: Content }]) {
  expect([answer.status, answer.ok ? '' : await answer.text()]).toEqual([Number(status), ''])
  const [type, media] = Object.entries(content ?? {})[0] ?? []
  if (type === undefined) return expect(await answer.text()).toBe('')
  expect(answer.headers.get('content-type')).toContain(type)
  // A stream goes on for ever.
  if (type !== 'application/json' || !media?.schema) return answer.body?.cancel()
  expect(z.fromJSONSchema(media.schema).safeParse(await answer.json()).error?.issues).toBeUndefined()
}

it('there are operations', () => expect(operations.length).toBeGreaterThan(25))

it.each(operations)('%s does with its example what the document says', async (name, operation) => {
  expect(missingExamples(operation)).toEqual([])
  const [method = '', path = ''] = name.split(' ')
  const bodies = operation.requestBody
    ? examplesOf(Object.values(operation.requestBody.content)[0] ?? {})
    : []
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))
  if (!success) throw new Error(`${name} has no answer of success`)
  for (const body of bodies.length === 0 ? [undefined] : bodies) {
    const stet = await start(await copiedDatabase(world))
    const desk = await deskAs(stet, 'admin', 'anna')
    stop.push(desk.stop)
    const arranged = (await arrangements[name]?.({ stet, me: personAt(desk) })) ?? {}
    const sent = body === undefined ? undefined : replaced(body as Record<string, unknown>, arranged.body)
    const answer = await fetch(`${desk.url}${addressOf(path, operation.parameters ?? [], arranged)}`, {
      method,
      ...(sent && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) }),
    })
    await expectAnswer(answer, success)
    await stopAll()
  }
})
