import { correlationIdHeader } from '@countermark/wire/d1/headers';
import { maskMessage } from '@countermark/wire/d1/masking';
import { qualifiedName, type ResponseOf } from '@countermark/wire/d1/operation';
import { getToken as operation } from '@countermark/wire/d1/outbound/get-token';
import type { D1OAuth2Settings, Issuer } from '../../../core/issuer.ts';
import type { OutboundLog } from '../../exchange-log.ts';
import type { HttpsClients } from '../../https-clients.ts';
import { issuerClient } from './issuer-client.ts';
import { readAnswer } from './read-answer.ts';

/** How tokens are asked for. */
export interface TokenOutbound {
  clients: Pick<HttpsClients, 'of'>;
  log: OutboundLog;
  /** What the hub shows an issuer's OAuth2 server; null: none was set. */
  clientSecret: (issuerId: string) => Promise<string | null>;
}

/** A token and how long it is good, in milliseconds; or why there is none, in words that hold nothing secret. */
export type FetchedToken = { ok: true; token: string; lifetime: number } | { ok: false; reason: string };

/** Of a token whose server does not say: as long as D1's own. */
const usualLifetime = 900_000;

/** Asks the issuer's OAuth2 server for an access token: client credentials, in a form (Outbound OAuth2 API). */
export async function fetchToken(
  { clients, log, clientSecret }: TokenOutbound,
  issuer: Issuer,
  { settings, correlationId }: { settings: D1OAuth2Settings; correlationId: string },
): Promise<FetchedToken> {
  const secret = await clientSecret(issuer.issuerId);
  if (secret === null) return { ok: false, reason: 'no client secret is set for the OAuth2 server' };
  const form = {
    grant_type: 'client_credentials',
    ...(settings.scope !== null && { scope: settings.scope }),
  };
  const { peer, client } = issuerClient(clients, issuer);
  const name = qualifiedName(operation);
  const complete = log({
    peer,
    operation: name,
    correlationId,
    request: maskMessage(name, 'request', form),
  });
  const result = await client.send({
    method: operation.method,
    url: settings.tokenUrl,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${basicCredentials(settings, secret)}`,
      [correlationIdHeader]: correlationId,
    },
    body: new URLSearchParams(form).toString(),
    timeLimit: issuer.settings.answerTimeout,
  });
  const { answer, body, failure } = readAnswer(operation, result);
  const told = answer.kind === 'ANSWERED' ? body : refusalIn(body);
  await complete({ status: result.status, response: maskMessage(name, 'response', told), failure });
  if (answer.kind === 'ANSWERED') {
    return { ok: true, token: answer.message.access_token, lifetime: lifetimeOf(answer.message) };
  }
  const reason = answer.kind === 'FAILED' ? answer.reason : `refused with HTTP ${answer.status}`;
  return { ok: false, reason: `no access token: ${reason}` };
}

/** RFC 7617; some servers read the URL-safe alphabet only. */
function basicCredentials({ clientId, basicAlphabet }: D1OAuth2Settings, secret: string): string {
  return Buffer.from(`${clientId}:${secret}`).toString(basicAlphabet);
}

function lifetimeOf({ expires_in }: ResponseOf<typeof operation>): number {
  return expires_in === undefined ? usualLifetime : Number(expires_in) * 1_000;
}

/** RFC 6749, section 5.2. */
const refusals: readonly unknown[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** What may be on record of a refusal: one of the words for it. Other text may repeat what the hub sent. */
function refusalIn(body: unknown): object | undefined {
  const { error }: { error?: unknown } = typeof body === 'object' && body !== null ? body : {};
  return refusals.includes(error) ? { error } : undefined;
}
