import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { theme } from '../lib/theme.js'
import { count, duration } from '../lib/words.js'

export type Line = {
  name: string
  values: (number | null)[]
  /** A variable of tokens.css. */
  colour: string
  dash?: number[]
}

const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

// Between two marks of an axis: no half comments, and minutes and hours as a clock has them.
const measures = {
  comments: { words: count, steps: powers.flatMap((power) => [power, 2 * power, 5 * power]) },
  seconds: {
    words: duration,
    steps: [
      ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
      ...[1, 2, 5, 10, 30].map((minutes) => minutes * 60),
      ...[1, 2, 6, 12].map((hours) => hours * 3_600),
      ...powers.flatMap((power) => [power, 2 * power, 5 * power].map((days) => days * 86_400)),
    ],
  },
}

type Props = {
  title: string
  times: string[]
  lines: Line[]
  height?: number
  /** What is counted, or how long something took, in seconds. */
  measure: keyof typeof measures
}

const colourOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** Marks of the axis: days where it begins with a new one, else hours of the reader's own clock. */
function timesOf(seconds: number[]): string[] {
  return seconds.map((second, at) => {
    const moment = new Date(second * 1_000)
    const before = seconds[at - 1]
    const isNewDay = before === undefined || new Date(before * 1_000).getDate() !== moment.getDate()
    return (isNewDay ? day : hour).format(moment)
  })
}

/** A canvas knows no light-dark(): a colour is asked of an element that has it. */
function resolved(host: HTMLElement, name: string): string {
  host.style.color = colourOf(name)
  const { color } = getComputedStyle(host)
  host.style.color = ''
  return color
}

/** The points that no line leads to or from: drawn by themselves, or they would not be seen where it is narrow. */
function alone(plot: uPlot, series: number, areAllShown: boolean): number[] | null {
  if (areAllShown) return null
  const values: ArrayLike<number | null | undefined> = plot.data[series] ?? []
  const isGap = (at: number) => values[at] === null || values[at] === undefined
  return Array.from(values, (_, at) => at).filter((at) => !isGap(at) && isGap(at - 1) && isGap(at + 1))
}

function optionsOf({ lines, height = 200, measure }: Props, host: HTMLElement): uPlot.Options {
  const { words, steps } = measures[measure]
  const axis = { stroke: resolved(host, '--quiet'), grid: { stroke: resolved(host, '--line'), width: 1 } }
  return {
    width: Math.max(200, host.clientWidth),
    height,
    cursor: { points: { size: 6 } },
    scales: { y: { range: (_self, _min, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      { ...axis, values: (_self, splits) => timesOf(splits) },
      { ...axis, size: 64, incrs: steps, values: (_self, splits) => splits.map(words) },
    ],
    series: [
      {},
      ...lines.map(({ name, colour, dash }) => ({
        label: name,
        stroke: resolved(host, colour),
        width: 2,
        points: { filter: alone },
        ...(dash ? { dash } : {}),
        value: (_self: uPlot, value: number | null) => (value === null ? '–' : words(value)),
      })),
    ],
  }
}

function Numbers({ times, lines, measure }: Props) {
  const { words } = measures[measure]
  return (
    <details class="small">
      <summary>As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <div class="scrolled" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {lines.map(({ name }) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((at, index) => (
              <tr key={at}>
                <th scope="row">{new Date(at).toLocaleString('en-GB')}</th>
                {lines.map(({ name, values }) => {
                  const value = values[index]
                  return <td key={name}>{value === null || value === undefined ? '–' : words(value)}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** Lines over time; what they show is a table as well, for who does not see them. */
export function Chart(props: Props) {
  const host = useRef<HTMLDivElement>(null)
  const { title, times, lines } = props
  const scheme = theme.value
  const isEmpty = lines.every(({ values }) => values.every((value) => value === null))
  useEffect(() => {
    const at = host.current
    if (!at) return
    const seconds = times.map((time) => Date.parse(time) / 1_000)
    const plot = new uPlot(optionsOf(props, at), [seconds, ...lines.map(({ values }) => values)], at)
    const watcher = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(200, at.clientWidth), height: plot.height }),
    )
    watcher.observe(at)
    return () => {
      watcher.disconnect()
      plot.destroy()
    }
  }, [times, lines, scheme])
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {isEmpty && <p class="quiet small">Nothing to show in this time.</p>}
      <div ref={host} aria-hidden="true" hidden={isEmpty} />
      <Numbers {...props} />
    </figure>
  )
}
