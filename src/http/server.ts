import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { nameAccess } from './access.js'
import { describeProblems } from './openapi.js'
import { answerWithProblem, answerWithProblems, checkByZod } from './problems.js'

// One comment of 20,000 characters, each escaped as two units, is 240 kB; the rest is room for the other fields.
const bodyLimitBytes = 1_048_576

const openapi = {
  info: {
    title: 'Stet',
    version: '1',
    description: 'Moderates the comments that readers leave under news articles.',
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'stet.session_token',
        description: 'Of who has signed in. What changes something must then come from the desk’s own page.',
      },
    },
  } as const,
}

/** A server with validation by zod, errors as problems, `/openapi.json` and `/docs`; it has no other routes yet. */
export async function createServer(logger: FastifyBaseLogger, trustedProxies: string[] = []) {
  const app = Fastify({
    loggerInstance: logger,
    // A line a request would be noise, and its URL holds ids that the site chose.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: trustedProxies,
    // Ids of 200 characters, each percent-encoded as up to 12.
    routerOptions: { maxParamLength: 2_400 },
    forceCloseConnections: 'idle',
    // What is wrong before a route is found, such as a URL that cannot be decoded.
    frameworkErrors: (error, request, reply) => {
      void answerWithProblem(error, request, reply)
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(checkByZod)
  app.setSerializerCompiler(serializerCompiler)
  answerWithProblems(app)
  nameAccess(app)
  // Only JSON unless a route says otherwise: the default would also take text/plain.
  app.removeContentTypeParser('text/plain')
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', ...openapi },
    transform: jsonSchemaTransform,
    transformObject: describeProblems,
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  app.get('/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, async () => app.swagger())
  return app
}

export type Server = Awaited<ReturnType<typeof createServer>>
