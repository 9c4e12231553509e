import Type from 'typebox';

/** How long an access token lives, in seconds. */
export const accessTokenSeconds = 900;

/** What an access token of ours lets its bearer do: everything, for its issuer. */
export const accessTokenScopes = [
  'd1-api:consumer:full',
  'd1-api:card:full',
  'd1-api:digitalcard:full',
  'd1-api:clicktopay:full',
] as const;

/** As `scope` has them. */
export const accessTokenScope = accessTokenScopes.join(' ');

/** A bearer token: the log shows its length. */
export const BearerToken = Type.String({
  minLength: 1,
  maxLength: 8192,
  description: 'To be sent as Authorization: Bearer, until it expires.',
  log: 'envelope',
});

/** What scopes a token has, divided by spaces. */
export const Scope = Type.String({
  maxLength: 1024,
  description: 'What the token allows.',
  blank: 'absent',
  log: 'plain',
});

/** Seconds since 1970. */
const seconds = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });

/** The claims of an access token of ours. `sub`: for whom it was made, an issuer or an aggregator. */
export const AccessTokenClaims = Type.Object({
  iss: Type.String({ minLength: 1, description: 'The service that signed it.' }),
  sub: Type.String({ minLength: 1, maxLength: 64, description: 'The issuer or aggregator.' }),
  aud: Type.String({ minLength: 1, description: 'Origin of the APIs it is for.' }),
  exp: seconds('Until when it is good.'),
  iat: seconds('When it was made.'),
  jti: Type.String({ minLength: 1, description: 'Of this token alone.' }),
  scope: Scope,
});
export type AccessTokenClaims = Type.Static<typeof AccessTokenClaims>;
