import type { NotifyVirtualCardChange, SessionStore } from '@countermark/issuer-kit';
import { learn } from '../bank/tokens.ts';

/** Something became of a token. Called once for each change: repeats are acknowledged without coming here. */
export function notifyVirtualCardChange(tokens: SessionStore): NotifyVirtualCardChange {
  return ({ issuerId, request }) => learn(tokens, { issuerId, ...request });
}
