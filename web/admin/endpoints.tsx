import { useState } from 'preact/hooks'
import type { Delivery, Endpoint } from '../../src/desk/schemas/endpoints.js'
import { path } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { Pages } from '../parts/pages.js'
import { Time } from '../parts/time.js'
import { fieldsOf, useChange } from './ask-server.js'
import { Secret } from './secret.js'
import { Sure } from './sure.js'

type Made = { name: string; secret: string }
type Parts = { onDone: () => void; onMade: (made: Made) => void }

function Add({ onDone, onMade }: Parts) {
  const { fault, ask } = useChange(onDone)
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    void ask<Endpoint & { secret: string }>('POST', '/v1/endpoints', fieldsOf(form), ({ url, secret }) => {
      onMade({ name: url, secret })
      form.reset()
    })
  }
  return (
    <form class="filter-line" onSubmit={onSubmit}>
      <label>
        Address
        <input name="url" type="url" required maxLength={2_000} autocomplete="off" />
      </label>
      <label>
        What it is
        <input name="description" maxLength={200} autocomplete="off" />
      </label>
      <button type="submit" class="main">
        Add it
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  )
}

function Again({ delivery }: { delivery: Delivery }) {
  const [sent, setSent] = useState(false)
  const { fault, ask } = useChange(() => setSent(true))
  if (sent) return <span class="quiet small">is sent again</span>
  return (
    <>
      <button
        type="button"
        onClick={() => void ask('POST', `${path('/v1/deliveries', delivery.id)}/replay`, undefined)}
      >
        Send again
      </button>
      {fault && <span class="fault small">{fault}</span>}
    </>
  )
}

function Deliveries({ id }: { id: string }) {
  return (
    <Pages<Delivery> path={`${path('/v1/endpoints', id)}/deliveries`} empty="Nothing was sent there yet.">
      {(items) => (
        <ul class="rows small">
          {items.map((one) => (
            <li key={one.id} class="line">
              <span>
                {one.type} <bdi>{one.comment}</bdi>
              </span>
              <span class={`badge ${one.state === 'failed' ? 'rejected' : ''}`}>{one.state}</span>
              <Time at={one.createdAt} />
              {one.lastError && <span class="quiet">{one.lastError}</span>}
              {one.state !== 'cancelled' && one.state !== 'pending' && <Again delivery={one} />}
            </li>
          ))}
        </ul>
      )}
    </Pages>
  )
}

function Acts({ of: { id, url, enabled, stopped }, onDone, onMade }: Parts & { of: Endpoint }) {
  const { fault, ask } = useChange(onDone)
  const at = path('/v1/endpoints', id)
  const sends = enabled && !stopped
  return (
    <>
      <button type="button" onClick={() => void ask('PATCH', at, { enabled: !sends })}>
        {sends ? 'Send nothing there' : 'Send there again'}
      </button>
      <button
        type="button"
        onClick={() =>
          void ask<{ secret: string }>('POST', `${at}/rotate`, undefined, ({ secret }) =>
            onMade({ name: url, secret }),
          )
        }
      >
        Another secret
      </button>
      <Sure
        words="Remove"
        what="It is told nothing any more, nor what waits to be sent there."
        act={() => ask('DELETE', at, undefined)}
      />
      {fault && (
        <p class="fault small" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}

function Row({ of, ...parts }: Parts & { of: Endpoint }) {
  const [open, setOpen] = useState(false)
  const { pending, delivered, failed } = of.deliveries
  return (
    <li>
      <p class="line">
        <strong>
          <bdi>{of.url}</bdi>
        </strong>
        {of.description && <bdi class="quiet small">{of.description}</bdi>}
        {of.configured && <span class="quiet small">set by the configuration</span>}
        {!of.enabled && <span class="badge warn">nothing is sent</span>}
        {of.stopped && <span class="badge rejected">stopped: it answered that it is gone</span>}
        <span class="small">
          {count(delivered)} taken · {count(pending)} on the way · {count(failed)} never taken
        </span>
      </p>
      <div class="line">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          What was sent
        </button>
        {!of.configured && <Acts of={of} {...parts} />}
      </div>
      {open && <Deliveries id={of.id} />}
    </li>
  )
}

/** Where decisions are reported to. */
export function Endpoints() {
  const endpoints = useLoad<{ items: Endpoint[] }>('/v1/endpoints')
  const [made, setMade] = useState<Made>()
  const parts = { onDone: endpoints.reload, onMade: setMade }
  return (
    <section aria-label="Endpoints">
      <h2 class="apart">Endpoints</h2>
      <p class="quiet">Addresses that are told of every decision, by a signed report.</p>
      <Add {...parts} />
      {made && (
        <Secret words={`The secret with which reports to ${made.name} are signed.`} secret={made.secret} />
      )}
      <Loading of={endpoints}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">Nobody is told of decisions.</p>
          ) : (
            <ul class="rows">
              {items.map((one) => (
                <Row key={one.id} of={one} {...parts} />
              ))}
            </ul>
          )
        }
      </Loading>
    </section>
  )
}
