import { useState } from 'preact/hooks'
import type { DeskHealth, FailedJob } from '../../src/desk/schemas/health.js'
import { call, messageOf } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { may } from '../lib/session.js'
import { count, duration } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'
import { View } from '../parts/view.js'

function Checks({ checks }: Pick<DeskHealth, 'checks'>) {
  return (
    <ul class="rows">
      {Object.entries(checks).map(([name, { ok, detail }]) => (
        <li key={name} class="line">
          <strong>{name}</strong>
          <span class={`badge ${ok ? 'published' : 'rejected'}`}>{ok ? 'in order' : 'not in order'}</span>
          <span class="quiet small">{detail}</span>
        </li>
      ))}
    </ul>
  )
}

const known = (n: number | null) => (n === null ? 'not known' : count(n))

function Waiting({ queues, failed, oldestPendingSeconds }: DeskHealth) {
  const facts: [string, string][] = [
    ['comments to judge', known(queues.comments)],
    ['reports to send', known(queues.reports)],
    ['the oldest waits', oldestPendingSeconds === null ? '–' : duration(oldestPendingSeconds)],
    ['jobs that gave up', known(failed.jobs)],
    ['reports never taken', known(failed.reports)],
  ]
  return (
    <dl class="facts">
      {facts.map(([words, value]) => (
        <div key={words}>
          <dt>{words}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Workers({ workers }: Pick<DeskHealth, 'workers'>) {
  if (workers.length === 0) return <p class="quiet">No worker is running.</p>
  return (
    <ul class="rows">
      {workers.map(({ seenAt, model, rules }, at) => (
        <li key={`${seenAt} ${at}`}>
          seen <Time at={seenAt} /> · model {model.version ?? (model.ready ? 'ready' : 'not ready')}
          {model.detail && <span class="small"> ({model.detail})</span>} · rules {rules.hash ?? 'none'}
          {rules.fault && <p class="fault small">{rules.fault}</p>}
        </li>
      ))}
    </ul>
  )
}

function Alerts({ alerts }: Pick<DeskHealth, 'alerts'>) {
  if (alerts.length === 0) return <p class="quiet">No rule does what it never did.</p>
  return (
    <ul class="rows">
      {alerts.map(({ rule, kind, since, detail }) => (
        <li key={`${rule} ${kind}`}>
          <strong>{rule}</strong> {detail}{' '}
          <span class="quiet small">
            since <Time at={since} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function FailedRow({ job, onDone }: { job: FailedJob; onDone: () => void }) {
  const [fault, setFault] = useState('')
  const again = () => {
    const asked = call('POST', '/v1/jobs/replay', { ids: [job.id] })
    asked.then(onDone).catch((error: unknown) => setFault(messageOf(error)))
  }
  return (
    <li class="line">
      <span>
        {job.kind} {job.comment ?? job.id}
      </span>
      <span class="small quiet">
        {job.reason} {job.at && <Time at={job.at} />}
      </span>
      <button type="button" onClick={again}>
        Try again
      </button>
      {fault && <span class="fault small">{fault}</span>}
    </li>
  )
}

function Failed() {
  const failed = useLoad<{ items: FailedJob[] }>('/v1/jobs/failed')
  return (
    <Loading of={failed}>
      {({ items }) =>
        items.length === 0 ? (
          <p class="quiet">Nothing gave up.</p>
        ) : (
          <ul class="rows">
            {items.map((job) => (
              <FailedRow key={`${job.kind} ${job.id}`} job={job} onDone={failed.reload} />
            ))}
          </ul>
        )
      }
    </Loading>
  )
}

/** Whether everything that a verdict needs is there, and what gave up. */
export function Health() {
  const health = useLoad<DeskHealth>('/v1/health')
  return (
    <View
      title="Health"
      tools={
        <button type="button" onClick={health.reload}>
          Look again
        </button>
      }
    >
      <Loading of={health}>
        {(data) => (
          <>
            <Checks checks={data.checks} />
            <h2 class="apart">What waits</h2>
            <Waiting {...data} />
            <h2 class="apart">Workers</h2>
            <Workers workers={data.workers} />
            <h2 class="apart">Alerts of the rules</h2>
            <Alerts alerts={data.alerts} />
          </>
        )}
      </Loading>
      {may('admin') && (
        <>
          <h2 class="apart">What gave up</h2>
          <Failed />
        </>
      )}
    </View>
  )
}
