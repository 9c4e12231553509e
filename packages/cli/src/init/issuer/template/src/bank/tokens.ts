import type { SessionStore } from '@countermark/issuer-kit';

/** A change of a token, as far as it is kept. */
export interface TokenChange {
  issuerId: string;
  virtualCardId: string;
  issuerCardRefId: string;
  walletProviderId: string;
  action: string;
  /** There when the change failed: then the token is as before. */
  errorCode?: number;
}

/** The state that each action leaves a token in. Later versions may have others: those change nothing here. */
const stateAfter: Readonly<Record<string, string>> = {
  ACTIVATE: 'RESUMED',
  RESUME: 'RESUMED',
  SUSPEND: 'SUSPENDED',
  DELETE: 'DELETED',
  DELETE_FROM_APP: 'DELETED',
};

/** Keeps what the hub tells of a token. Tell your cardholder here, too. */
export async function learn(tokens: SessionStore, change: TokenChange): Promise<void> {
  const { action, errorCode, ...token } = change;
  if (errorCode !== undefined) return;
  if (action === 'ERASE') return tokens.forgetToken(token);
  const state = stateAfter[action];
  if (state !== undefined) await tokens.learnToken({ ...token, state });
}
