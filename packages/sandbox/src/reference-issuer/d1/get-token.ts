import type { IncomingHeaders } from '@countermark/wire/d1/headers';
import { qualifiedName, readRequest } from '@countermark/wire/d1/operation';
import { getToken as operation } from '@countermark/wire/d1/outbound/get-token';
import type { OutgoingAnswer } from '../answer-call.ts';
import type { Faults } from '../faults.ts';
import { type AccessTokens, isSecret, readBasic, tokenLifetime } from './access-tokens.ts';
import { answerUnder, refusal } from './answer-under.ts';

/** A call to the issuers' authorization server. The client id says which issuer it is for. */
export interface TokenCall {
  headers: IncomingHeaders;
  /** Members of the form that was sent. */
  form: unknown;
}

/** Gives the hub an access token for its client id and secret (outbound OAuth2, get token). */
export async function getToken(
  { headers, form }: TokenCall,
  { tokens, faults }: { tokens: AccessTokens; faults: Faults },
): Promise<OutgoingAnswer> {
  const credentials = readBasic(headers['authorization'] as string | undefined);
  const issuer = credentials && tokens.issuerOf(credentials.clientId);
  const isRight = isSecret(credentials?.clientSecret ?? '', issuer?.oauth2?.clientSecret ?? '');
  if (!issuer || !isRight) return refusal(400, 'invalid_client');
  return answerUnder(faults.take(issuer.issuerId, qualifiedName(operation)), async () => {
    const reading = readRequest(operation, form);
    if (!reading.ok) return refusal(400, 'invalid_request');
    const { scope } = reading.message;
    const { value, expires } = tokens.give(issuer.issuerId);
    const body = {
      access_token: value,
      token_type: 'Bearer',
      // A text here, as published.
      expires_in: String(tokenLifetime),
      ...(scope !== undefined && { scope }),
      expires_at: new Date(expires).toISOString(),
    };
    return { status: operation.response.status, body };
  });
}
