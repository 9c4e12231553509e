import type { NotifyAuxiliaryCardChange, SessionStore } from '@countermark/issuer-kit';
import { learn } from '../bank/tokens.ts';

/** Something became of the domestic token of a cobadged card. */
export function notifyAuxiliaryCardChange(tokens: SessionStore): NotifyAuxiliaryCardChange {
  return ({ issuerId, request }) => learn(tokens, { issuerId, ...request });
}
