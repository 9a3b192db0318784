type XY = { x: number; y: number }

/** A square diagram of shares: one line of points, both axes from 0 to 1. */
export type Picture = {
  title: string
  across: string
  up: string
  points: readonly XY[]
  /** Draws the diagonal, on which a model's words and what is found would agree. */
  diagonal?: true
}

const size = 320
const margin = { left: 64, top: 40, right: 20, bottom: 56 }
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]

// A tenth of a pixel is finer than anybody sees, and keeps the file small.
const at = (value: number) => Math.round(value * 10) / 10
const right = (share: number) => at(margin.left + share * size)
const up = (share: number) => at(margin.top + (1 - share) * size)

const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x}" y="${y}" ${more}>${words}</text>`

function grid(): string[] {
  return ticks.flatMap((tick) => [
    `<path class="grid" d="M${right(tick)} ${up(0)}V${up(1)}M${right(0)} ${up(tick)}H${right(1)}"/>`,
    text(right(tick), up(0) + 18, `${tick * 100} %`, 'text-anchor="middle"'),
    text(right(0) - 8, up(tick) + 4, `${tick * 100} %`, 'text-anchor="end"'),
  ])
}

/** The picture as SVG; it needs no font, script or style from elsewhere, and says in words what it shows. */
export function svgOf(picture: Picture): string {
  const path = picture.points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${right(x)} ${up(y)}`).join('')
  const middle = up(0.5)
  const width = margin.left + size + margin.right
  const height = margin.top + size + margin.bottom
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${picture.title}</title>`,
    '<style>text{font:12px sans-serif;fill:#333}.grid{stroke:#ddd}.ideal{stroke:#999;stroke-dasharray:4 4}.line{stroke:#0b62a4;stroke-width:2;fill:none}circle{fill:#0b62a4}</style>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(margin.left, 24, picture.title, 'style="font-weight:bold"'),
    ...grid(),
    ...(picture.diagonal ? [`<path class="ideal" d="M${right(0)} ${up(0)}L${right(1)} ${up(1)}"/>`] : []),
    `<path class="line" d="${path}"/>`,
    ...(picture.points.length <= 20
      ? picture.points.map(({ x, y }) => `<circle cx="${right(x)}" cy="${up(y)}" r="3"/>`)
      : []),
    text(right(0.5), up(0) + 42, picture.across, 'text-anchor="middle"'),
    text(16, middle, picture.up, `text-anchor="middle" transform="rotate(-90 16 ${middle})"`),
    '</svg>',
  ].join('\n')}\n`
}

/** At most so many of the points, the first and the last among them. */
export function thinned(points: readonly XY[], most: number): XY[] {
  if (points.length <= most) return [...points]
  const step = (points.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, i) => points[Math.round(i * step)]).filter((p) => p !== undefined)
}
