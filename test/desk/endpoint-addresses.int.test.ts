import { describe, expect, it } from 'vitest'
import type { SeenProblem } from '../helpers/comments.js'
import { useEndpoints } from '../helpers/endpoints.js'

const here = useEndpoints()
const { add, change, deliveries, received, decided, sendDue } = here

describe('an endpoint', () => {
  it.each([
    ['ftp://example.org/', /https:/],
    ['not a url', /https:/],
    ['https://user:secret@example.org/', /password/],
    ['http://169.254.169.254/latest/meta-data', /link-local/],
    ['http://2852039166/', /link-local/],
    ['http://[fe80::1]/', /link-local/],
    ['http://[::ffff:169.254.169.254]/', /link-local/],
    ['http://[fd00:ec2::254]/', /link-local/],
  ])('is refused at %s', async (url, detail) => {
    const answer = await add<SeenProblem>(url)
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toEqual([{ pointer: '/url', detail: expect.stringMatching(detail) }])
  })

  it('is refused at the address of Stet itself, by whatever name', async () => {
    const { port } = new URL(here.admin.url)
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'])
      expect((await add<SeenProblem>(`http://${host}:${port}/`)).body.errors?.[0]?.detail).toContain(
        'this Stet',
      )
    expect((await change('configured', { enabled: false })).status).toBe(409)
  })

  it('is not sent to when its name has come to lead to a link-local address', async () => {
    const one = await received()
    await here.stet.context.db
      .updateTable('endpoint')
      .set({ url: 'http://169.254.1.1/' })
      .where('id', '=', one.id)
      .execute()
    await decided()
    await sendDue()
    expect((await deliveries(one.id)).items[0]).toMatchObject({
      state: 'pending',
      attempts: 1,
      lastError: expect.stringContaining('link-local'),
    })
  })
})
