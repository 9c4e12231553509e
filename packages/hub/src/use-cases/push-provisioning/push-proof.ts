import {
  type PushWallet,
  pushWalletNames,
  pushWallets,
} from '@countermark/wire/push-provisioning/authorization-code';
import { type PushPayload, payloadSubject } from '@countermark/wire/push-provisioning/push-payload';
import type { CardProduct } from '../../core/card-product.ts';
import type { Issuer } from '../../core/issuer.ts';
import { isForWallet } from '../../core/push-provisioning.ts';
import type { Hub } from '../../ports/hub.ts';
import type { OpenedPayload } from '../../ports/push-texts.ts';
import { readCode, takeCode } from './authorise-push.ts';

/** What the hub itself vouched for begins so. */
const ownMark = 'hub.';

type Unvouched = Omit<PushPayload, 'authenticationValue'>;

/** The hub's word that it made this payload, for this issuer and this wallet: nobody else has the key. */
export function vouchForPayload(
  { vault }: Pick<Hub, 'vault'>,
  { iss, aud, payload }: { iss: string; aud: PushWallet; payload: Unvouched },
): string {
  const { fpan, exp = '', nonce, iat, validUntil } = payload;
  const said = JSON.stringify(['push', iss, aud, fpan, exp, nonce, iat, validUntil]);
  return ownMark + vault.fingerprint('message', said);
}

/** Who vouches for a payload. A proof of the issuer's own making is for the issuer to judge. */
export type PushProof = { by: 'HUB' } | { by: 'ISSUER'; proof: string } | { by: 'NOBODY'; diagnosis: string };

/** A payload that a wallet brought, and whose card it holds. */
export interface PayloadOfWallet {
  issuer: Issuer;
  product: CardProduct;
  opened: OpenedPayload;
  walletProviderId: string;
}

/** Finds out who vouches for a payload that a wallet brought: the hub, the issuer's signature, or the issuer later on. */
export async function proofOf(
  hub: Hub,
  { issuer, product, opened, walletProviderId }: PayloadOfWallet,
): Promise<PushProof> {
  const { authenticationValue, ...payload } = opened.payload;
  const aud = pushWalletNames.find(name => pushWallets[name] === walletProviderId);
  if (aud === undefined) return { by: 'NOBODY', diagnosis: 'no card is pushed to this wallet' };
  if (authenticationValue.startsWith(ownMark)) {
    const own = vouchForPayload(hub, { iss: issuer.issuerId, aud, payload });
    return isSame(hub, own, authenticationValue)
      ? { by: 'HUB' }
      : { by: 'NOBODY', diagnosis: 'the hub did not make this payload for this wallet' };
  }
  if (judgesItself(issuer, product)) return { by: 'ISSUER', proof: authenticationValue };
  const read = await readCode(hub, authenticationValue);
  if (!read.taken) return { by: 'NOBODY', diagnosis: 'its signature is not good' };
  const { claims } = read;
  const fits = claims.iss === issuer.issuerId && isForWallet(claims, walletProviderId);
  if (!fits || claims.sub !== payloadSubject(payload)) {
    return { by: 'NOBODY', diagnosis: 'its signature is for another payload' };
  }
  const used = await takeCode(hub, { code: authenticationValue, claims });
  return used ? { by: 'NOBODY', diagnosis: 'its signature was used before' } : { by: 'HUB' };
}

/** Where D1 decides, no question to the issuer has room for its proof. */
function judgesItself({ settings }: Issuer, { apiFamily }: CardProduct): boolean {
  return settings.pushAuthentication === 'ISSUER' && apiFamily === 'ISSUER_GATEWAY';
}

/** Compares keyed fingerprints: how long that takes tells nothing of where the two texts differ. */
function isSame({ vault }: Pick<Hub, 'vault'>, own: string, given: string): boolean {
  return vault.fingerprint('message', own) === vault.fingerprint('message', given);
}
