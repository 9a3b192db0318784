import { describeService, type Service } from '../../chaos/processes.js'
import { freePort } from '../../helpers/redis.js'
import { moderatorToken, siteKey } from '../../helpers/stet.js'
import { until } from '../../helpers/until.js'

type Running = { url: string; service: Service }

/** Two processes that answer for the desk, of which one can be killed while the other goes on. */
export async function openDesks(env: Record<string, string>) {
  const secrets = { STET_SITE_KEY: siteKey, STET_MODERATOR_TOKEN: moderatorToken, LOG_LEVEL: 'warn' }
  const start = async (): Promise<Running> => {
    const port = String(await freePort())
    const service = describeService(process.cwd(), ['serve'], { ...env, ...secrets, PORT: port })
    service.start()
    const url = `http://127.0.0.1:${port}`
    await until(`${url} answers`, async () => {
      const answer = await fetch(`${url}/healthz`).catch(() => undefined)
      return answer?.ok
    })
    return { url, service }
  }
  const running = [await start(), await start()]
  return {
    /** Where a client may ask, one or the other. */
    url: (choice: number) => running[choice % running.length]?.url ?? '',
    /** Kills the one that has run longest, with whatever it has in hand, and starts another. */
    replaceOne: async () => {
      const oldest = running.shift()
      await oldest?.service.kill()
      running.push(await start())
    },
    errors: () => running.map(({ service }) => service.errors()).join(''),
    close: async () => {
      for (const { service } of running) await service.kill()
    },
  }
}

export type Desks = Awaited<ReturnType<typeof openDesks>>
