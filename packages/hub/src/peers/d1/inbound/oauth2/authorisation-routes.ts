import { errorResponse } from '@countermark/wire/d1/error-response';
import { readD1Headers } from '@countermark/wire/d1/headers';
import { maskMessage } from '@countermark/wire/d1/masking';
import { accessTokenScope, accessTokenSeconds } from '@countermark/wire/d1/oauth2/access-token';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { qualifiedName, type ResponseOf, readRequest } from '@countermark/wire/d1/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicJwk } from '../../../../identity/jwk-set.ts';
import type { Hub } from '../../../../ports/hub.ts';
import { beginInbound } from '../../../exchange-log.ts';
import { jsonApi, parseFormOrJson } from '../../../json-api.ts';
import type { CertifiedClient } from '../client-certificate.ts';
import { answerCorrelationId, correlationIdOf } from '../correlation-id.ts';
import { d1Problem } from '../problem.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type AssertionReading, readAssertion } from './assertion.ts';

/** Everything under this path gives and explains access tokens; who asks needs none. */
export const authorisationPrefix = '/authz/v1';

const bodyLimit = 64 * 1024;

/** How long the published keys may be kept, in seconds: a key added to the hub is known well before it is old. */
const keysAge = 300;

export interface AuthorisationParts {
  hub: Hub;
  accessTokens: AccessTokens;
  /** Null: TLS client certificates are not asked for. */
  certifiedClient: CertifiedClient | null;
  /** Of the APIs, one of which an assertion may be for. */
  origins: () => readonly string[];
  publicKeys: readonly PublicJwk[];
  /** For the hub's own eyes: why an assertion is refused. */
  trace: (refusal: { clientId: string | null; diagnosis: string }) => void;
}

/** Serves the Inbound OAuth2 API, and the keys by which anybody may verify its tokens. */
export async function authorisationRoutes(scope: FastifyInstance, parts: AuthorisationParts): Promise<void> {
  answerCorrelationId(scope, parts.hub.ids);
  jsonApi(scope, { bodyLimit, problem: d1Problem }, [
    {
      method: getToken.method,
      url: getToken.path.slice(authorisationPrefix.length),
      takesForms: true,
      bodyIsOptional: true,
      handle: (request, reply) => answerToken(parts, { request, reply }),
    },
    {
      method: 'GET',
      url: '/jwks',
      handle: async (_, reply) =>
        reply.header('cache-control', `public, max-age=${keysAge}`).send({ keys: parts.publicKeys }),
    },
  ]);
}

const refusal = errorResponse({ errorCode: 'FIELD_INVALID_VALUE', error: 'assertion' });

/** Whatever is wrong with the request is refused in the same words. Strangers write nothing into the exchange log. */
async function answerToken(
  parts: AuthorisationParts,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const send = ({ status, body }: { status: number; body: object }) =>
    reply.code(status).header('cache-control', 'no-store').send(body);
  const headers = readD1Headers(getToken.api, request.headers);
  if (!headers.ok) return send(errorResponse(headers));
  const keep = beginInbound(parts.hub);
  const body = parseFormOrJson(request);
  const reading = await readCaller(parts, request, body);
  if (!reading.ok) {
    parts.trace({ clientId: reading.clientId, diagnosis: reading.diagnosis });
    return send(refusal);
  }
  const token = await tokenFor(parts, reading.clientId);
  await keep({
    peer: `issuer:${reading.clientId}`,
    operation: qualifiedName(getToken),
    correlationId: correlationIdOf(reply),
    status: token.status,
    request: maskMessage(qualifiedName(getToken), 'request', body),
    response: maskMessage(qualifiedName(getToken), 'response', token.body),
  });
  return send(token);
}

async function readCaller(
  { hub, certifiedClient, origins }: AuthorisationParts,
  request: FastifyRequest,
  body: unknown,
): Promise<AssertionReading> {
  const grant = readRequest(getToken, body);
  if (!grant.ok) return { ok: false, clientId: null, diagnosis: `the request is wrong in ${grant.error}` };
  const reading = await readAssertion(grant.message.assertion, {
    keysOf: async clientId => [
      ...(await hub.store.issuers.publicKeys(clientId, 'SIGNING')),
      ...(await hub.store.aggregators.keys(clientId)),
    ],
    origins: origins(),
    now: hub.clock.now(),
  });
  if (!reading.ok || certifiedClient === null) return reading;
  const { clientId } = reading;
  return certifiedClient(request) === clientId
    ? reading
    : { ok: false, clientId, diagnosis: 'the TLS client certificate does not name who it is of' };
}

async function tokenFor({ accessTokens }: AuthorisationParts, clientId: string) {
  const body: ResponseOf<typeof getToken> = {
    access_token: await accessTokens.issue(clientId),
    expires_in: accessTokenSeconds,
    scope: accessTokenScope,
    token_type: 'Bearer',
  };
  return { status: getToken.response.status, body };
}
