import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { TokenPersonalisation } from '@countermark/wire/token-requestor/personalise-token';
import { cryptogramKeyIndex } from '../../../core/detokenization.ts';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import { unlimitedTsp } from '../../../core/tsp-traits.ts';
import { vaultedField } from '../../../ports/aggregates/vaulted-tokens.ts';
import type { Tsp, TspAnswer } from '../../../ports/tsp.ts';
import { type TokenVault, type TokenVaultParts, tokenVault } from '../token-vault.ts';

/** The built-in token service provider: makes the tokens of domestic products and keeps their PAN-token vault. */
export function domesticTsp(parts: TokenVaultParts): Tsp {
  const tokens = tokenVault(parts, { drawReference: ids => ids.uuid(), binController: 'OPNH' });
  return {
    ...tokens,
    traits: unlimitedTsp,
    personalisation: null,
    setState: (tspTokenId, state) => setState(tokens, tspTokenId, state),
    devicePersonalisation: tspTokenId => devicePersonalisation(parts, tokens, tspTokenId),
  };
}

async function setState(
  tokens: TokenVault,
  tspTokenId: string,
  state: TspTokenState,
): Promise<TspAnswer<null>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  if (token.state === 'DELETED' && state !== 'DELETED')
    return { ok: false, code: ResponseCode.operationNotAllowed };
  return tokens.setState(token, state);
}

async function devicePersonalisation(
  { vault }: TokenVaultParts,
  tokens: TokenVault,
  tspTokenId: string,
): Promise<TokenPersonalisation | null> {
  const record = await tokens.find(tspTokenId);
  if (!record?.sealedKey || record.state === 'DELETED') return null;
  const { token, tokenExpiryDate } = tokens.open(record);
  return {
    token,
    tokenExpiryDate,
    tokenRequestorId: record.tokenRequestorId,
    keyIndex: cryptogramKeyIndex,
    key: vault.open(vaultedField(tspTokenId, 'key'), record.sealedKey),
  };
}
