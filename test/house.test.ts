import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

// Who may import whom (docs/architecture.md). A folder imports itself and the ranks before its own, never its neighbours.
const ranks = [
  ['domain'],
  ['signals', 'rules', 'model', 'store', 'queue', 'http'],
  ['producer', 'worker', 'reports', 'desk'],
  ['main', 'commands', 'api', 'work', 'context', 'metrics'],
]
// Read by every rank and importing none.
const everywhere = ['config', 'logger']

const readAll = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

const files = readAll('src')
const page = readAll('web')
const tests = readAll('test')

const placeOf = (file: string) => file.split('/')[0]?.replace('.ts', '') ?? ''
const rankOf = (file: string) => ranks.findIndex((places) => places.includes(placeOf(file)))

const importsOf = ({ file, text }: { file: string; text: string }) =>
  [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) =>
    normalize(join(dirname(file), match[1] ?? '')).replace(/\.js$/, '.ts'),
  )

// A view that is loaded when it is asked for may link to what asked for it.
const withoutLazy = (text: string) => text.replaceAll(/\bimport\('[^']+'\)/g, '')

const mayImport = (importer: string, imported: string): boolean => {
  if (placeOf(importer) === placeOf(imported) || everywhere.includes(placeOf(imported))) return true
  const [from, to] = [rankOf(importer), rankOf(imported)]
  return from === ranks.length - 1 ? to >= 0 : to >= 0 && to < from
}

it('every file has its place in the house', () => {
  const strangers = files.filter(({ file }) => rankOf(file) < 0 && !everywhere.includes(placeOf(file)))
  expect(strangers.map(({ file }) => file)).toEqual([])
})

it('imports go from the outside in', () => {
  const wrong = files
    .filter(({ file }) => !everywhere.includes(placeOf(file)))
    .flatMap((one) =>
      importsOf(one)
        .filter((imported) => !mayImport(one.file, imported))
        .map((imported) => `${one.file} imports ${imported}`),
    )
  expect(wrong).toEqual([])
})

const circlesIn = (graph: Map<string, string[]>) => {
  const done = new Set<string>()
  const walk = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' → ')]
    if (done.has(file)) return []
    done.add(file)
    return (graph.get(file) ?? []).flatMap((next) => walk(next, [...path, file]))
  }
  return [...graph.keys()].flatMap((file) => walk(file, []))
}

it('no imports run in a circle', () => {
  expect(circlesIn(new Map(files.map((one) => [one.file, importsOf(one)])))).toEqual([])
  const onPage = page.map((one): [string, string[]] => [
    one.file.replace('.tsx', '.ts'),
    importsOf({ ...one, text: withoutLazy(one.text) }),
  ])
  expect(circlesIn(new Map(onPage))).toEqual([])
})

it('the page takes types from the server, and nothing that runs', () => {
  const statements = page.flatMap(({ file, text }) =>
    [...text.matchAll(/^import [^;]*?from '([^']+)'/gms)]
      .filter(([, from]) => from?.includes('/src/'))
      .map(([statement]) => ({ file, statement })),
  )
  expect(statements.length).toBeGreaterThan(0)
  expect(statements.filter(({ statement }) => !statement.startsWith('import type '))).toEqual([])
})

it('the page writes text and never markup', () => {
  const writers = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser/i
  expect(page.filter(({ text }) => writers.test(text)).map(({ file }) => file)).toEqual([])
})

it('only config.ts reads the environment, and only main.ts the arguments', () => {
  const reads = (what: string) => files.filter(({ text }) => text.includes(what)).map(({ file }) => file)
  expect(reads('process.env')).toEqual(['config.ts'])
  expect(reads('process.argv')).toEqual(['main.ts'])
})

it('no file is longer than 250 lines', () => {
  const lines = (text: string) => text.trimEnd().split('\n').length
  const all = [...files, ...page, ...tests]
  expect(all.filter(({ text }) => lines(text) > 250).map(({ file }) => file)).toEqual([])
})
