import { useMemo } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { Series, Stats } from '../../src/desk/schemas/stats.js'
import { query } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { Chart, type Line } from '../parts/chart.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

const hourMs = 3_600_000
const ranges = {
  day: { words: 'a day', hours: 24, by: 'hour' },
  week: { words: 'a week', hours: 168, by: 'hour' },
  quarter: { words: 'ninety days', hours: 2_160, by: 'day' },
} as const
type RangeName = keyof typeof ranges

/** Whole hours, so that the same question is asked as long as the hour is the same. */
function pathOf(name: RangeName): string {
  const { hours, by } = ranges[name]
  const to = Math.ceil(Date.now() / hourMs) * hourMs
  const [from, until] = [to - hours * hourMs, to].map((at) => new Date(at).toISOString())
  return `/v1/stats/series${query({ from, to: until, by })}`
}

type Point = Series['points'][number]

const linesOf = (
  points: Point[],
  lines: (Omit<Line, 'values'> & { of: (point: Point) => number | null })[],
) => lines.map(({ of, ...line }) => ({ ...line, values: points.map(of) }))

function Charts({ points }: Pick<Series, 'points'>) {
  const [times, inOut, verdict, held] = useMemo(
    () => [
      points.map(({ at }) => at),
      linesOf(points, [
        { name: 'came', colour: '--accent', of: ({ received }) => received },
        {
          name: 'published',
          colour: '--publish',
          of: ({ machine, moderators }) => machine.publish + moderators.publish,
          dash: [8, 3],
        },
        { name: 'held', colour: '--hold', of: ({ machine }) => machine.hold, dash: [6, 4] },
        {
          name: 'rejected',
          colour: '--reject',
          of: ({ machine, moderators }) => machine.reject + moderators.reject,
          dash: [2, 3],
        },
      ]),
      linesOf(points, [
        { name: 'half within', colour: '--accent', of: ({ verdictSeconds }) => verdictSeconds.median },
        {
          name: 'nine of ten within',
          colour: '--hold',
          of: ({ verdictSeconds }) => verdictSeconds.ninetieth,
          dash: [6, 4],
        },
      ]),
      linesOf(points, [
        { name: 'half within', colour: '--accent', of: ({ heldSeconds }) => heldSeconds.median },
        {
          name: 'nine of ten within',
          colour: '--hold',
          of: ({ heldSeconds }) => heldSeconds.ninetieth,
          dash: [6, 4],
        },
      ]),
    ],
    [points],
  )
  return (
    <div class="charts">
      <Chart title="Comments in and out" times={times} lines={inOut} measure="comments" />
      <Chart title="Time to the machine’s verdict" times={times} lines={verdict} measure="seconds" />
      <Chart title="Time held, until a moderator decided" times={times} lines={held} measure="seconds" />
    </div>
  )
}

type Column = [string, (number | string)[]]

function Table({ title, first, columns }: { title: string; first: Column; columns: Column[] }) {
  const [name, names] = first
  return (
    <section aria-label={title}>
      <h2 class="apart">{title}</h2>
      {names.length === 0 ? (
        <p class="quiet">None.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{name}</th>
              {columns.map(([words]) => (
                <th scope="col" key={words}>
                  {words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((one, at) => (
              <tr key={one}>
                <th scope="row">
                  <bdi>{one}</bdi>
                </th>
                {columns.map(([words, values]) => (
                  <td key={words}>{values[at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Tables({ byRule, bySection }: Series) {
  return (
    <div class="charts">
      <Table
        title="By rule"
        first={['Rule', byRule.map(({ rule }) => rule)]}
        columns={[
          ['matched', byRule.map(({ matched }) => count(matched))],
          ['held', byRule.map(({ held }) => count(held))],
          ['rejected', byRule.map(({ rejected }) => count(rejected))],
        ]}
      />
      <Table
        title="By section"
        first={['Section', bySection.map(({ section }) => section ?? 'none')]}
        columns={[
          ['came', bySection.map(({ received }) => count(received))],
          ['held', bySection.map(({ held }) => count(held))],
          ['rejected', bySection.map(({ rejected }) => count(rejected))],
        ]}
      />
    </div>
  )
}

function Now() {
  const stats = useLoad<Stats>('/v1/stats')
  return (
    <Loading of={stats}>
      {({ comments }) => (
        <p>
          In all: {count(comments.published)} published · {count(comments.held)} held ·{' '}
          {count(comments.rejected)} rejected · {count(comments.pending)} not judged yet
        </p>
      )}
    </Loading>
  )
}

const isRange = (text: string | undefined): text is RangeName =>
  text !== undefined && Object.hasOwn(ranges, text)

/** What came and what was decided over time; of the desk, never of a person. */
export function Numbers() {
  const { query: asked, route } = useLocation()
  const shown: RangeName = isRange(asked.of) ? asked.of : 'day'
  const series = useLoad<Series>(pathOf(shown))
  return (
    <View
      title="Numbers"
      tools={
        <div class="line">
          {(Object.keys(ranges) as RangeName[]).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === shown}
              onClick={() => route(`/numbers?of=${name}`)}
            >
              {ranges[name].words}
            </button>
          ))}
        </div>
      }
    >
      <Now />
      <Loading of={series}>
        {(data) => (
          <>
            <Charts points={data.points} />
            <Tables {...data} />
          </>
        )}
      </Loading>
    </View>
  )
}
