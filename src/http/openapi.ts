import type { SwaggerTransformObject } from '@fastify/swagger'
import { z } from 'zod'
import { problemSchema } from './problems.js'

const meanings: Record<number, string> = {
  400: 'Something in the request is not valid; `errors` points at each fault.',
  401: 'No key, token or session, or one that is not known.',
  403: 'A key, token or role that is not for this.',
  404: 'There is no such thing.',
  409: 'It is not, or no longer, in the state that this needs; `detail` says why.',
  410: 'It was there, and is used up.',
  413: 'The body is too large.',
  415: 'The content type is not one that is taken here.',
  429: 'Too many of them for now; `retry-after` says when to come back.',
  503: 'It could not be done just now and can be sent again; `retry-after` says when.',
}

type Operation = {
  security?: unknown
  parameters?: unknown
  requestBody?: unknown
  tags?: string[]
  responses?: Record<string, unknown>
  /** What a route's schema says of its own refusals; it is turned into responses here. */
  'x-problems'?: number[]
}

function problemsOf(operation: Operation): number[] {
  const own = operation['x-problems'] ?? []
  const input = operation.parameters || operation.requestBody ? [400] : []
  const body = operation.requestBody ? [413, 415] : []
  const keyed = operation.security ? [401, 403, 503] : []
  const counted = operation.tags?.includes('site') ? [429] : []
  return [...input, ...keyed, ...own, ...body, ...counted].sort()
}

function addProblems(operation: Operation): void {
  const responses = problemsOf(operation).map((status) => [
    String(status),
    {
      description: meanings[status],
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  delete operation['x-problems']
  operation.responses = { ...operation.responses, ...Object.fromEntries(responses) }
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Adds to every operation the refusals that it may answer with. */
export const describeProblems: SwaggerTransformObject = (document) => {
  if (!('openapiObject' in document)) return document.swaggerObject
  const { openapiObject } = document
  for (const item of Object.values(openapiObject.paths ?? {}))
    for (const method of methods) {
      const operation = item?.[method] as Operation | undefined
      if (operation) addProblems(operation)
    }
  const { $schema: _, ...Problem } = z.toJSONSchema(problemSchema)
  const components = { ...openapiObject.components, schemas: { Problem } }
  return { ...openapiObject, components } as typeof openapiObject
}
