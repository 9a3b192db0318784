import { describe, expect, it } from 'vitest'
import { useEndpoints } from '../helpers/endpoints.js'

const here = useEndpoints()
const { deliveries, replay, received, decided, sendDue } = here

describe('deliveries', () => {
  it('are listed latest first, page by page, while others come in between', async () => {
    const one = await received()
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.unshift(await decided())
    const first = await deliveries(one.id, '?limit=2')
    expect(first.items.map(({ comment }) => comment)).toEqual(ids.slice(0, 2))
    await decided()
    const second = await deliveries(one.id, `?limit=2&cursor=${first.nextCursor}`)
    expect(second.items.map(({ comment }) => comment)).toEqual(ids.slice(2, 4))
    const third = await deliveries(one.id, `?limit=2&cursor=${second.nextCursor}`)
    expect(third).toMatchObject({
      items: [{ comment: ids[4], state: 'pending', attempts: 0 }],
      nextCursor: null,
    })
  })

  it('are replayed under the same id, delivered or not, and that is written down', async () => {
    const one = await received()
    await decided()
    await sendDue()
    const [delivery] = (await deliveries(one.id)).items
    expect(delivery?.state).toBe('delivered')
    expect((await replay(delivery?.id ?? '')).status).toBe(204)
    expect((await deliveries(one.id)).items[0]).toMatchObject({ state: 'pending', attempts: 0 })
    expect(await here.stet.context.queues.depth('reports')).toBeGreaterThan(0)
    await sendDue()
    expect(one.receiver.reports.map(({ webhookId }) => webhookId)).toEqual([delivery?.id, delivery?.id])
    const audit = await here.stet.context.db
      .selectFrom('audit')
      .select(['actor', 'action'])
      .where('subject', '=', `delivery:${delivery?.id}`)
      .execute()
    expect(audit).toEqual([{ actor: 'dana', action: 'replay-delivery' }])
  })

  it('of the configured endpoint are listed by its name', async () => {
    const id = await decided()
    expect((await deliveries('configured')).items[0]?.comment).toBe(id)
  })

  it.each([
    ['GET', '/v1/endpoints/999/deliveries', 404],
    ['GET', '/v1/endpoints/x/deliveries', 400],
    ['GET', '/v1/endpoints/configured/deliveries?state=lost', 400],
    ['GET', '/v1/endpoints/configured/deliveries?cursor=x', 400],
    ['POST', '/v1/deliveries/msg_none/replay', 404],
    ['POST', '/v1/endpoints', 403],
    ['PATCH', '/v1/endpoints/1', 403],
    ['DELETE', '/v1/endpoints/1', 403],
    ['POST', '/v1/endpoints/1/rotate', 403],
  ])('%s %s of a chief is answered with %i', async (method, path, status) => {
    const body = ['PATCH', 'POST'].includes(method) && path.endsWith('1') ? {} : undefined
    expect((await here.chief.call(method, path, body)).status).toBe(status)
  })
})
