import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { repersoToken } from '@countermark/wire/tsp/reperso-token';
import { replenishmentDone } from '@countermark/wire/tsp/replenishment-done';
import { requestReplenishment } from '@countermark/wire/tsp/request-replenishment';
import { submitNewTokenDataStatus } from '@countermark/wire/tsp/submit-new-token-data-status';
import { updateToken } from '@countermark/wire/tsp/update-token';
import { updateTokenState } from '@countermark/wire/tsp/update-token-state';
import type { TspTokenState } from '../../../../core/tsp-token-state.ts';
import { unlimitedTsp } from '../../../../core/tsp-traits.ts';
import type { ExternalTsp, TspPersonalisation } from '../../../../ports/tsp.ts';
import type { Vault } from '../../../../ports/vault.ts';
import { oneTimeCodes } from '../../one-time-codes.ts';
import { checkHealth } from './check-health.ts';
import { pageOfTokens } from './list-tokens.ts';
import { discardToken, makeToken } from './make-token.ts';
import { callAboutToken, done, notAllowed, type RemoteTsp, whileUp } from './reach-tsp.ts';
import { cardSealing } from './seal-card.ts';

export type ExternalTspParts = Omit<RemoteTsp, 'name' | 'sealCard'> & { vault: Vault };

/** The TSPs behind connections, each by the name of its connection. They speak the TSP API, version 2. */
export function externalTsps({ vault, ...parts }: ExternalTspParts): (name: string) => ExternalTsp {
  const sealCard = cardSealing();
  return name => externalTsp({ ...parts, name, sealCard }, vault);
}

function externalTsp(tsp: RemoteTsp, vault: Vault): ExternalTsp {
  const { name, tokens, ids } = tsp;
  const hashes = {
    find: async (tspTokenId: string) => (await tokens.find(name, tspTokenId))?.otpHash ?? null,
    set: (tspTokenId: string, otpHash: string | null) => tokens.setOtp({ tsp: name, tspTokenId }, otpHash),
  };
  return {
    traits: unlimitedTsp,
    personalisation: dataOfTokens(tsp),
    ...oneTimeCodes({ hashes, vault, ids }),
    // The API has no question for it: what a token needs is checked here, the rest is said when it is to be made.
    eligibility: ({ walletCardRefId }) =>
      whileUp(tsp, async () =>
        walletCardRefId === null ? { ok: false, code: ResponseCode.missingParameter } : done,
      ),
    createToken: request => makeToken(tsp, request),
    discardToken: correlationId => discardToken(tsp, correlationId),
    setState: (tspTokenId, state, call) =>
      callAboutToken(
        tsp,
        { tspTokenId, call },
        {
          operation: updateTokenState,
          body: async issuerId => ({
            issuerId,
            state: statesOnWire[state],
            ...(call.reason !== null && { reason: call.reason }),
          }),
        },
      ),
    updateCard: (tspTokenId, card, call) =>
      callAboutToken(
        tsp,
        { tspTokenId, call },
        {
          operation: updateToken,
          async body(issuerId, connection) {
            const { text, keyIdentifier } = await tsp.sealCard(connection, card);
            return { issuerId, newCipheredCardInfo: text, publicKeyIdentifier: keyIdentifier };
          },
        },
      ),
    listTokens: filter => pageOfTokens(tsp, filter),
    // Token numbers stay with the TSP, and in the personalisation data.
    tokenInfo: async () => null,
    devicePersonalisation: async () => null,
    proposeBinding: async () => notAllowed,
    bindDevice: async () => notAllowed,
    unbindDevice: async () => done,
    health: () => checkHealth(tsp),
  };
}

function dataOfTokens(tsp: RemoteTsp): TspPersonalisation {
  return {
    repersonalise: (tspTokenId, call) =>
      callAboutToken(
        tsp,
        { tspTokenId, call },
        { operation: repersoToken, body: async issuerId => ({ issuerId }) },
      ),
    reportNewData: (tspTokenId, status, call) =>
      callAboutToken(
        tsp,
        { tspTokenId, call },
        { operation: submitNewTokenDataStatus, body: async issuerId => ({ issuerId, status }) },
      ),
    async requestReplenishment(tspTokenId, call) {
      const answer = await callAboutToken(
        tsp,
        { tspTokenId, call },
        { operation: requestReplenishment, body: async issuerId => ({ issuerId }) },
      );
      return answer.ok ? { ok: true, value: answer.value.tokenPersoInfo } : answer;
    },
    reportReplenished: (tspTokenId, call) =>
      callAboutToken(
        tsp,
        { tspTokenId, call },
        { operation: replenishmentDone, body: async issuerId => ({ issuerId }) },
      ),
  };
}

/** What was deleted in the app alone is kept, and cannot pay. */
const statesOnWire: Record<TspTokenState, 'ACTIVE' | 'INACTIVE' | 'SUSPENDED' | 'DELETED'> = {
  ACTIVE: 'ACTIVE',
  INACTIVE: 'INACTIVE',
  SUSPENDED: 'SUSPENDED',
  DELETED: 'DELETED',
  DELETED_FROM_APP: 'SUSPENDED',
};
