import Type from 'typebox';
import { identifier } from '../../issuer-gateway/data/element.ts';
import { listedValue } from '../data/element.ts';
import { BearerToken, Scope } from '../oauth2/access-token.ts';
import { defineD1Operation } from '../operation.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Asks the issuer for an access token (Outbound OAuth2 API): a form, with client id and secret as Basic authorisation. Its
 * lifetime comes as a text or as a number. */
export const getToken = defineD1Operation({
  api: 'D1-Public-OUT-v1-Auth2',
  name: 'getToken',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.authorisation}/oauth2/token`,
  summary: 'Asks the issuer for an access token.',
  parameters: Type.Object({}),
  query: null,
  request: Type.Object({
    grant_type: listedValue(['client_credentials'], 'RFC 6749, section 4.4.'),
    scope: Type.Optional(Scope),
  }),
  response: {
    status: 200,
    schema: Type.Object({
      access_token: BearerToken,
      token_type: Type.String({
        pattern: '^[Bb][Ee][Aa][Rr][Ee][Rr]$',
        description: 'How it is used: Bearer.',
        log: 'plain',
      }),
      expires_in: Type.Optional(
        Type.String({
          pattern: '^[0-9]{1,9}(\\.[0-9]+)?$',
          description: 'Seconds until it expires.',
          log: 'plain',
        }),
      ),
      scope: Type.Optional(Scope),
      expires_at: Type.Optional(identifier('When it expires.', 64)),
    }),
  },
  refusals: outboundRefusals(400),
  example: {
    parameters: {},
    request: { grant_type: 'client_credentials', scope: 'notifications' },
    response: {
      access_token: 'token-of-the-issuer',
      token_type: 'Bearer',
      expires_in: '900',
      scope: 'notifications',
      expires_at: '2023-06-06T05:05:59.711Z',
    },
  },
});
