import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { AuthorizationClaims } from '@countermark/wire/push-provisioning/authorization-code';
import { codeFault, forgetAfter } from '../../core/push-provisioning.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';

/** Whoever is refused learns no cause: it would help to find a code that is taken. */
export const codeRefused = refuseCall(
  ResponseCode.authenticationValueProblem,
  'The authorization code is not good',
);

/** Refuses a code or payload, and keeps the cause in the hub's own trace. */
export function refuseCode(hub: Hub, issuerId: string | null, diagnosis: string): CallRefused {
  hub.pushTexts.trace({ issuerId, diagnosis });
  return codeRefused;
}

/** What an issuer says with a code: its signature is right, and the code good now. It is not used up yet. */
export async function readCode(
  hub: Hub,
  code: string,
): Promise<{ taken: true; claims: AuthorizationClaims } | CallRefused> {
  const issuerId = hub.pushTexts.issuerNamedBy(code);
  const issuer = issuerId === null ? null : await hub.store.issuers.find(issuerId);
  if (!issuer) return refuseCode(hub, null, 'a code that names no issuer of this hub');
  const keys = await hub.store.issuers.publicKeys(issuer.issuerId, 'SIGNING');
  const claims = await hub.pushTexts.verifyCode(code, keys);
  if (!claims)
    return refuseCode(hub, issuer.issuerId, 'no signing key of the issuer made this code by RS256');
  const fault = codeFault(claims, hub.clock.now());
  return fault === null
    ? { taken: true, claims }
    : refuseCode(hub, issuer.issuerId, `the code is not good: ${fault}`);
}

/** Uses a code up: once for each `jti`, and a code without one as a whole. The last check, so that a refusal uses none. */
export async function takeCode(
  hub: Hub,
  { code, claims }: { code: string; claims: AuthorizationClaims },
): Promise<CallRefused | null> {
  const name =
    claims.jti === undefined ? `code ${hub.vault.fingerprint('message', code)}` : `jti ${claims.jti}`;
  return takeOnce(hub, { issuerId: claims.iss, codeId: name, until: claims.exp });
}

/** @param use `until` in seconds since 1970 */
export async function takeOnce(
  hub: Hub,
  { issuerId, codeId, until }: { issuerId: string; codeId: string; until: number },
): Promise<CallRefused | null> {
  const isNew = await hub.store.pushUses.take({ issuerId, codeId, forgetAfter: forgetAfter(until) });
  return isNew ? null : refuseCode(hub, issuerId, 'it was used before');
}
