import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { TspReason } from '../../../core/tsp-reason.ts';
import { unlimitedTsp } from '../../../core/tsp-traits.ts';
import type { TspDecision } from '../../../ports/tsp.ts';
import { type NetworkAction, type NetworkProfile, namedMethods } from './network-profile.ts';

/** Customer service operations of each action; what a wallet provider or the network itself does has none. */
const services = {
  activate: 'activate',
  suspend: 'suspend',
  resume: 'unsuspend',
  delete: 'delete',
  removeFromApp: 'delete',
  restore: 'unsuspend',
} as const satisfies Record<NetworkAction, string>;

/** Reason letters of customer service: L lost, S stolen, T fraud, F found, C account closed, A authenticated, Z other. */
const reasons: Readonly<Record<TspReason, string>> = {
  USER: 'Z',
  ISSUER: 'Z',
  LOST: 'L',
  STOLEN: 'S',
  FOUND: 'F',
  FRAUD: 'T',
  ACCOUNT_CLOSED: 'C',
  WALLET: 'Z',
};

/** Letters of who asks: C cardholder, W token requestor; everybody else is the issuer, I. */
const initiators: Partial<Record<TspReason, string>> = { USER: 'C', WALLET: 'W' };

const noticeReasons: Partial<Record<NetworkAction, string>> = { removeFromApp: 'DELETED_FROM_CONSUMER_APP' };

/**
 * Like MDES: customer service does little with tokens that are not active yet, and a token that its holder deletes in the
 * wallet app can come back. Its refusals have no published words; these are this project's.
 */
export const mdes: NetworkProfile = {
  name: 'MDES_SIMULATOR',
  traits: {
    ...unlimitedTsp,
    suspendsPending: false,
    deletionInApp: 'DELETE_FROM_APP',
    standsIn: true,
    deviceInformationSource: 'MASTERCARD',
  },
  binController: '5001',
  drawReference: ids => `DSIMUL${ids.uuid().replaceAll('-', '')}${ids.digits(10)}`,
  bindingPrefix: { proposed: 'DBP-', bound: 'DBF-' },
  statuses: {
    INACTIVE: 'INACTIVE',
    ACTIVE: 'ACTIVE',
    SUSPENDED: 'SUSPENDED',
    DELETED: 'DEACTIVATED',
    DELETED_FROM_APP: 'ACTIVE',
  },
  possible: {
    activate: ['INACTIVE'],
    suspend: ['ACTIVE', 'SUSPENDED'],
    resume: ['SUSPENDED'],
    delete: ['INACTIVE', 'ACTIVE', 'SUSPENDED', 'DELETED_FROM_APP'],
    removeFromApp: ['INACTIVE', 'ACTIVE', 'SUSPENDED'],
    restore: ['DELETED_FROM_APP'],
  },
  updates: ['ACTIVE', 'SUSPENDED'],
  refusals: {
    unknownToken: { word: 'TOKEN_NOT_FOUND', code: ResponseCode.unknownVirtualCard },
    wrongState: { word: 'NOT_ALLOWED_IN_STATUS', code: ResponseCode.operationNotAllowed },
    alreadySo: null,
  },
  activationMethods: {
    cell_phone: 'TEXT_TO_CARDHOLDER_NUMBER',
    email: 'EMAIL_TO_CARDHOLDER_ADDRESS',
    bank_app: 'CARDHOLDER_TO_USE_MOBILE_APP',
    customer_service: 'CARDHOLDER_TO_CALL_MANNED_NUMBER',
    website: 'CARDHOLDER_TO_VISIT_WEBSITE',
    automated_call: 'CARDHOLDER_TO_CALL_AUTOMATED_NUMBER',
    outbound_call: 'ISSUER_TO_CALL_CARDHOLDER_NUMBER',
    '3ds': 'EMV_3DS',
  },
  request: (action, { tspTokenId }, reason) => ({
    operation: services[action],
    body: {
      tokenUniqueReference: tspTokenId,
      reasonCode: action === 'activate' ? 'A' : reasons[reason ?? 'ISSUER'],
      initiator: initiators[reason ?? 'ISSUER'] ?? 'I',
    },
  }),
  update: ({ tspTokenId }) => ({
    operation: 'tokenUpdate',
    body: { tokenUniqueReference: tspTokenId },
  }),
  passcode: ({ tspTokenId }) => ({
    operation: 'deliverActivationCode',
    body: { tokenUniqueReference: tspTokenId, reasonCode: 'ADD_CARD' },
  }),
  decision: decision => ({
    operation: 'authorizeService',
    body: { services: ['DIGITIZATION'], tokenRequestorId: decision.tokenRequestorId },
    answer: {
      decision: decisionWord(decision),
      cvcResponse: cvcResponse(decision),
      ...(decision.decision === 'yellow' && {
        activationMethods: namedMethods(mdes.activationMethods, decision.idvMethods),
      }),
    },
  }),
  notice: (action, token) =>
    action === 'activate'
      ? {
          operation: 'notifyServiceActivated',
          body: {
            tokenUniqueReference: token.tspTokenId,
            decision: 'APPROVED',
            decisionMadeBy: token.decidedBy === 'TSP' ? 'RULES' : 'AUTHORIZATION_REQUEST',
          },
        }
      : {
          operation: 'notifyTokenUpdated',
          body: {
            reasonCode: noticeReasons[action] ?? 'STATUS_UPDATE',
            tokens: [{ tokenUniqueReference: token.tspTokenId, status: mdes.statuses[token.state] }],
          },
        },
};

function decisionWord({ decision, refusal }: TspDecision): string {
  if (refusal !== null || decision === null) return 'DECLINED';
  return { green: 'APPROVED', yellow: 'REQUIRE_ADDITIONAL_AUTHENTICATION', red: 'DECLINED' }[decision];
}

function cvcResponse({ refusal, cvvValidated }: TspDecision): string {
  if (refusal?.code === ResponseCode.authenticationValueProblem) return 'INVALID';
  return cvvValidated === true ? 'MATCH' : 'NOT_PROCESSED';
}
