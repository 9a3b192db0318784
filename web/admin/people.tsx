import { useState } from 'preact/hooks'
import type { Invited, Person } from '../../src/desk/schemas/people.js'
import { path } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { myName } from '../lib/session.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'
import { fieldsOf, useChange } from './ask-server.js'
import { RoleChoice, RoleField } from './role-choice.js'
import { Secret } from './secret.js'

type Link = { name: string; link: string }
type Parts = { onDone: () => void; onLink: (link: Link) => void }

function Add({ onDone, onLink }: Parts) {
  const { fault, ask } = useChange(onDone)
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    void ask<Invited>('POST', '/v1/people', fieldsOf(form), ({ name, link }) => {
      onLink({ name, link })
      form.reset()
    })
  }
  return (
    <form class="filter-line" onSubmit={onSubmit}>
      <label>
        Name at the desk
        <input name="name" required maxLength={64} autocomplete="off" />
      </label>
      <label>
        E-mail address
        <input name="email" type="email" required autocomplete="off" />
      </label>
      <RoleField />
      <button type="submit" class="main">
        Add them
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  )
}

function Acts({ person, onDone, onLink }: Parts & { person: Person }) {
  const { name, disabled, role } = person
  const { fault, ask } = useChange(onDone)
  const at = path('/v1/people', name)
  return (
    <>
      <RoleChoice
        value={role}
        label={`Role of ${name}`}
        onChoose={(now) => void ask('PATCH', at, { role: now })}
      />
      <button
        type="button"
        onClick={() =>
          void ask<{ link: string }>('POST', `${at}/link`, undefined, ({ link }) => onLink({ name, link }))
        }
      >
        Another link
      </button>
      {name !== myName() && (
        <button type="button" onClick={() => void ask('PATCH', at, { disabled: !disabled })}>
          {disabled ? 'Let in again' : 'Shut out'}
        </button>
      )}
      {fault && (
        <p class="fault small" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}

function Row({ person, ...parts }: Parts & { person: Person }) {
  const { name, email, twoFactor, disabled, invited, signedInAt } = person
  return (
    <li>
      <p class="line">
        <strong>{name}</strong>
        <span class="quiet small">{email}</span>
        {disabled && <span class="badge rejected">shut out</span>}
        {invited && <span class="badge warn">has not come in yet</span>}
        {twoFactor && <span class="badge">second step</span>}
        {signedInAt && (
          <span class="quiet small">
            signed in <Time at={signedInAt} />
          </span>
        )}
      </p>
      <div class="line admin-acts">
        <Acts person={person} {...parts} />
      </div>
    </li>
  )
}

/** Who may sign in, and as what. */
export function People() {
  const people = useLoad<{ items: Person[] }>('/v1/people')
  const [link, setLink] = useState<Link>()
  const parts = { onDone: people.reload, onLink: setLink }
  return (
    <section aria-label="People">
      <h2 class="apart">People</h2>
      <Add {...parts} />
      {link && <Secret words={`The link with which ${link.name} comes in.`} secret={link.link} />}
      <Loading of={people}>
        {({ items }) => (
          <ul class="rows">
            {items.map((person) => (
              <Row key={person.name} person={person} {...parts} />
            ))}
          </ul>
        )}
      </Loading>
    </section>
  )
}
