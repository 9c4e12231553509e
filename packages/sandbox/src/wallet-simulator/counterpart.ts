import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';

/** The token on the other side of a cobadged card, among those of the card; undefined when there is none that lives. */
export function counterpartOf(
  token: TokenOfRequestor,
  ofCard: readonly TokenOfRequestor[],
): TokenOfRequestor | undefined {
  return ofCard.find(other => isLive(other) && (standsBeside(token, other) || standsBeside(other, token)));
}

function standsBeside(auxiliary: TokenOfRequestor, primary: TokenOfRequestor): boolean {
  const name = auxiliary.primaryWalletVirtualCardId;
  return name !== undefined && name === primary.walletVirtualCardId;
}

function isLive({ state }: TokenOfRequestor): boolean {
  return state !== 'DELETED' && state !== 'ERASED';
}
