import type { AuthorizationClaims } from '@countermark/wire/push-provisioning/authorization-code';

/** Where something is made wrong: in what the code says, how it is signed, or how often it is used. */
interface Tampered {
  claims?: (claims: AuthorizationClaims) => AuthorizationClaims;
  signature?: 'PS256' | 'none';
  times?: 'twice';
}

const hour = 60 * 60;

/** What can be wrong with an authorization code. All but what is named is right, the signature included. */
export const pushTamperings: Readonly<Record<PushTampering, Tampered>> = {
  expired: { claims: claims => ({ ...claims, iat: claims.iat - hour, exp: claims.exp - hour }) },
  'too-long': { claims: claims => ({ ...claims, exp: claims.iat + hour }) },
  'from-the-future': { claims: claims => ({ ...claims, iat: claims.iat + hour, exp: claims.exp + hour }) },
  replayed: { times: 'twice' },
  'other-card': { claims: claims => ({ ...claims, sub: 'another-card' }) },
  'other-wallet': { claims: claims => ({ ...claims, aud: 'NO_PAY' as never }) },
  'other-issuer': {
    claims: claims => ({ ...claims, iss: claims.iss === 'CMISSUER01' ? 'CMISSUER02' : 'CMISSUER01' }),
  },
  unsigned: { signature: 'none' },
  'other-algorithm': { signature: 'PS256' },
};

export type PushTampering = (typeof pushTamperingNames)[number];
export const pushTamperingNames = [
  'expired',
  'too-long',
  'from-the-future',
  'replayed',
  'other-card',
  'other-wallet',
  'other-issuer',
  'unsigned',
  'other-algorithm',
] as const;
