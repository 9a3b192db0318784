/** The page with new content between its marks `<!-- NAME, written by npm run docs -->` and `<!-- end of NAME -->`. */
export function withBlock(page: string, name: string, content: string): string {
  const marks = [`<!-- ${name}, written by npm run docs -->`, `<!-- end of ${name} -->`] as const
  const [start, end] = [page.indexOf(marks[0]), page.indexOf(marks[1])]
  if (start < 0 || end < start)
    throw new Error(`The page lacks the marks of its block "${name}": ${marks.join(' … ')}`)
  return `${page.slice(0, start + marks[0].length)}\n\n${content}\n\n${page.slice(end)}`
}
