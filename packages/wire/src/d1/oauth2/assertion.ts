import Type from 'typebox';

/** How far ahead an assertion may expire, and how much clocks may differ, in seconds. */
export const longestAssertionSeconds = 900;
export const allowedSkewSeconds = 60;

/** The header of an assertion (RFC 7523). `kid` selects one of the public keys given at onboarding. */
export const AssertionHeader = Type.Object({
  alg: Type.Enum(['ES256'], { type: 'string', description: 'The one algorithm.' }),
  typ: Type.Optional(
    Type.Enum(['JWT'], { type: 'string', description: 'Kind of token.', caseless: 'upper' }),
  ),
  kid: Type.String({ minLength: 1, maxLength: 256, description: 'The key it was signed with.' }),
});
export type AssertionHeader = Type.Static<typeof AssertionHeader>;

/** What an issuer says of itself to get an access token. `iat` and `jti` are taken, whatever they are, and not used. */
export const AssertionClaims = Type.Object({
  iss: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The issuer or aggregator.' }),
  sub: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The same again.' }),
  exp: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Until when it is good, in seconds since 1970.',
  }),
  aud: Type.Optional(
    Type.String({ minLength: 1, maxLength: 512, description: 'Origin of the APIs it is for.' }),
  ),
});
export type AssertionClaims = Type.Static<typeof AssertionClaims>;
