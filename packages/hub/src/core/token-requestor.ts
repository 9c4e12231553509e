/** Somebody who asks for tokens: a wallet provider, a merchant or a Click to Pay system. */
export interface TokenRequestor {
  requestorId: string;
  name: string;
  /** Its TRIDs (11 digits), each with the walletProviderId it goes by when that is not a published one. */
  tokenRequestorIds: { id: string; walletProviderId: string | null }[];
  /** Where the hub tells the wallet of changes and messages; null for requestors without a device. */
  callbackBase: string | null;
  /** PEM that the callback's server certificate must chain to; null: the system's trust store. */
  callbackTrust: string | null;
}

export function ownsTokenRequestorId(requestor: TokenRequestor, tokenRequestorId: string): boolean {
  return requestor.tokenRequestorIds.some(entry => entry.id === tokenRequestorId);
}

export function onboardedAliases(requestor: TokenRequestor): Record<string, string> {
  const named = requestor.tokenRequestorIds.filter(entry => entry.walletProviderId !== null);
  return Object.fromEntries(named.map(entry => [entry.id, entry.walletProviderId as string]));
}
