import { useState } from 'preact/hooks'
import type { Key, MadeKey, Token } from '../../src/desk/schemas/access-keys.js'
import { path } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'
import { fieldsOf, useChange } from './ask-server.js'
import { RoleField } from './role-choice.js'
import { Secret } from './secret.js'
import { Sure } from './sure.js'

type Made = { name: string; secret: string }
type Parts = { base: string; onDone: () => void; onMade: (made: Made) => void }

function Add({ base, isToken, onDone, onMade }: Parts & { isToken: boolean }) {
  const { fault, ask } = useChange(onDone)
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const { expiresInDays, ...fields } = fieldsOf(form)
    const days = expiresInDays === undefined ? {} : { expiresInDays: Number(expiresInDays) }
    void ask<MadeKey>('POST', base, { ...fields, ...days }, ({ name, secret }) => {
      onMade({ name, secret })
      form.reset()
    })
  }
  return (
    <form class="filter-line" onSubmit={onSubmit}>
      <label>
        Name
        <input name="name" required maxLength={50} autocomplete="off" />
      </label>
      <label>
        Days until it ends
        <input
          name="expiresInDays"
          type="number"
          min="1"
          max="730"
          required={isToken}
          placeholder={isToken ? undefined : 'never'}
        />
      </label>
      {isToken && <RoleField value="viewer" />}
      <button type="submit" class="main">
        Make it
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  )
}

function Acts({ of: { id, name }, base, onDone, onMade }: Parts & { of: Key }) {
  const { fault, ask } = useChange(onDone)
  const at = path(base, id)
  return (
    <>
      <button
        type="button"
        onClick={() =>
          void ask<MadeKey>('POST', `${at}/rotate`, undefined, ({ secret }) => onMade({ name, secret }))
        }
      >
        Another secret
      </button>
      <Sure
        words="Remove"
        what={`${name}: whoever comes with it is turned away at once.`}
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

function Row({ of, ...parts }: Parts & { of: Key | Token }) {
  return (
    <li class="line">
      <strong>{of.name}</strong>
      {'role' in of && of.role && <span class="badge">{of.role}</span>}
      {of.configured && <span class="quiet small">set by the configuration</span>}
      {of.expiresAt && <span class="small">until {new Date(of.expiresAt).toLocaleDateString('en-GB')}</span>}
      {of.lastUsedAt && (
        <span class="quiet small">
          used <Time at={of.lastUsedAt} />
        </span>
      )}
      {of.formerUntil && <span class="badge warn">the secret before opens too</span>}
      {!of.configured && <Acts of={of} {...parts} />}
    </li>
  )
}

type Props = { title: string; words: string; base: '/v1/keys' | '/v1/tokens' }

/** What programs come with: a site's keys, or tokens of the desk. */
export function AccessKeys({ title, words, base }: Props) {
  const keys = useLoad<{ items: (Key | Token)[] }>(base)
  const [made, setMade] = useState<Made>()
  const parts = { base, onDone: keys.reload, onMade: setMade }
  return (
    <section aria-label={title}>
      <h2 class="apart">{title}</h2>
      <p class="quiet">{words}</p>
      <Add {...parts} isToken={base === '/v1/tokens'} />
      {made && <Secret words={`The secret of ${made.name}.`} secret={made.secret} />}
      <Loading of={keys}>
        {({ items }) => (
          <ul class="rows">
            {items.length === 0 && <li class="quiet">There are none.</li>}
            {items.map((one) => (
              <Row key={one.id} of={one} {...parts} />
            ))}
          </ul>
        )}
      </Loading>
    </section>
  )
}
