import Type from 'typebox';
import { listedValue } from '../data/element.ts';
import { defineD1Operation } from '../operation.ts';
import { accessTokenScope, accessTokenSeconds, BearerToken, Scope } from './access-token.ts';

/** The one grant: JWT bearer. */
export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Gives an access token for a signed assertion (Inbound OAuth2 API; RFC 7523). The body is a form or JSON. Whatever is wrong
 * is refused in the same words. */
export const getToken = defineD1Operation({
  api: 'D1-Public-IN-v1-Auth2',
  name: 'getToken',
  direction: 'inbound',
  method: 'POST',
  path: '/authz/v1/oauth2/token',
  summary: 'Asks for an access token.',
  parameters: Type.Object({}),
  query: null,
  request: Type.Object({
    grant_type: listedValue([jwtBearerGrant], 'RFC 7523.'),
    assertion: Type.String({
      minLength: 1,
      maxLength: 8192,
      description: 'Compact JWS, ES256.',
      log: 'envelope',
    }),
  }),
  response: {
    status: 200,
    schema: Type.Object({
      access_token: BearerToken,
      expires_in: Type.Number({ minimum: 0, description: 'Seconds until it expires.', log: 'plain' }),
      scope: Scope,
      token_type: listedValue(['Bearer'], 'How it is used.'),
    }),
  },
  refusals: [
    { status: 400, errorCode: null, when: 'No detail is available.' },
    {
      status: 400,
      errorCode: 'FIELD_INVALID_VALUE',
      error: 'assertion',
      when: 'The assertion is malformed, expired, too long-lived, or not signed with a known key of who it names.',
    },
  ],
  example: {
    parameters: {},
    request: { grant_type: jwtBearerGrant, assertion: 'compact-JWS-of-the-claims' },
    response: {
      access_token: 'compact-JWS-of-the-token',
      expires_in: accessTokenSeconds,
      scope: accessTokenScope,
      token_type: 'Bearer',
    },
  },
});
