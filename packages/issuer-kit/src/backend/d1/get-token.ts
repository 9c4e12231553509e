import type { IncomingHttpHeaders } from 'node:http';
import { readRequest } from '@countermark/wire/d1/operation';
import { getToken as operation } from '@countermark/wire/d1/outbound/get-token';
import type { HttpAnswer } from '../http-call.ts';
import { type AccessTokens, readBasic, tokenLifetime } from './access-tokens.ts';
import { errorAnswer } from './refusal.ts';

/** A call to the issuer's authorization server. */
export interface TokenCall {
  headers: IncomingHttpHeaders;
  /** Members of the form that was sent. */
  form: unknown;
  now: Date;
}

/** Gives the hub an access token for its client id and secret (Outbound OAuth2 API, get token; RFC 6749, section 4.4). */
export function giveToken({ headers, form, now }: TokenCall, tokens: AccessTokens): HttpAnswer {
  const token = tokens.giveTo(readBasic(headers.authorization), now);
  if (token === undefined) return errorAnswer(400, { error: 'invalid_client' });
  const reading = readRequest(operation, form);
  if (!reading.ok) return errorAnswer(400, { error: 'invalid_request' });
  const { scope } = reading.message;
  return {
    status: operation.response.status,
    body: {
      access_token: token.value,
      token_type: 'Bearer',
      // A text here, as published.
      expires_in: String(tokenLifetime),
      ...(scope !== undefined && { scope }),
      expires_at: token.expires.toISOString(),
    },
  };
}
