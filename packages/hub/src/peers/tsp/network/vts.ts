import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { unlimitedTsp } from '../../../core/tsp-traits.ts';
import type { VaultedToken } from '../../../ports/aggregates/vaulted-tokens.ts';
import type { TspDecision } from '../../../ports/tsp.ts';
import { isTechnical, type NetworkAction, type NetworkProfile, namedMethods } from './network-profile.ts';

const operationTypes: Readonly<Record<NetworkAction, string>> = {
  activate: 'CALL_CENTER_ACTIVATION',
  suspend: 'SUSPEND',
  resume: 'RESUME',
  delete: 'DELETE',
  removeFromApp: 'DELETE',
  restore: 'RESUME',
};

const noticeReasons: Readonly<Record<NetworkAction, string>> = {
  activate: 'TOKEN_CREATED',
  suspend: 'TOKEN_SUSPEND',
  resume: 'TOKEN_RESUME',
  delete: 'TOKEN_DEACTIVATED',
  removeFromApp: 'TOKEN_DEACTIVATED',
  restore: 'TOKEN_RESUME',
};

/** The issuer did not answer in time. */
const issuerTimeout = '9020';

/** Action codes of what issuers refuse a card for; every other refusal is 05. */
const actionCodes: Readonly<Record<number, string>> = {
  [ResponseCode.unknownCard]: '14',
  [ResponseCode.invalidFpan]: '14',
  [ResponseCode.cardExpired]: '54',
  [ResponseCode.authenticationValueProblem]: 'N7',
};

/** Like VTS: it suspends tokens before they are active, too, and answers when what is asked for is so already. */
export const vts: NetworkProfile = {
  name: 'VTS_SIMULATOR',
  traits: { ...unlimitedTsp, standsIn: true, deviceInformationSource: 'VISA' },
  binController: 'V001',
  drawReference: ids => `DNITHE${ids.uuid().replaceAll('-', '').slice(0, 12)}${ids.digits(14)}`,
  bindingPrefix: { proposed: 'TDB-', bound: 'TDB-' },
  statuses: {
    INACTIVE: 'INACTIVE',
    ACTIVE: 'ACTIVE',
    SUSPENDED: 'SUSPENDED',
    DELETED: 'DEACTIVATED',
    DELETED_FROM_APP: 'DEACTIVATED',
  },
  possible: {
    activate: ['INACTIVE'],
    suspend: ['INACTIVE', 'ACTIVE'],
    resume: ['SUSPENDED'],
    delete: ['INACTIVE', 'ACTIVE', 'SUSPENDED'],
    removeFromApp: null,
    restore: null,
  },
  updates: ['INACTIVE', 'ACTIVE', 'SUSPENDED'],
  refusals: {
    unknownToken: { word: 'VSE40003', code: ResponseCode.unknownVirtualCard },
    wrongState: { word: 'VSE40007', code: ResponseCode.operationNotAllowed },
    alreadySo: { word: 'VSE40002', code: null },
  },
  activationMethods: {
    cell_phone: 'OTPSMS',
    email: 'OTPEMAIL',
    bank_app: 'APP_TO_APP',
    customer_service: 'CUSTOMERSERVICE',
    website: 'OTPONLINEBANKING',
    automated_call: null,
    outbound_call: 'OUTBOUNDCALL',
    '3ds': 'THREE_DS_ACTIVATION',
  },
  request: (action, { tspTokenId }) => ({
    operation: 'tokenLifeCycle',
    body: { tokenReferenceID: tspTokenId, operationType: operationTypes[action] },
  }),
  update: ({ tspTokenId }) => ({
    operation: 'panLifeCycle',
    body: { tokenReferenceID: tspTokenId, operationType: 'UPDATE' },
  }),
  passcode: ({ tspTokenId }) => ({
    operation: 'sendPasscode',
    body: { tokenReferenceID: tspTokenId, otpReason: 'PROVISIONING' },
  }),
  decision: decision => ({
    operation: 'approveProvisioning',
    body: { tokenRequestorID: decision.tokenRequestorId },
    answer: {
      actionCode: actionCode(decision),
      cvv2ResultsCode: cvv2Result(decision),
      ...(decision.decision === 'yellow' && {
        stepUpMethods: namedMethods(vts.activationMethods, decision.idvMethods),
      }),
    },
  }),
  notice: (action, token) => ({
    operation: 'notifyToken',
    body: {
      tokenReferenceID: token.tspTokenId,
      panReferenceID: panReference(token),
      ...(action === 'activate' && token.decidedBy === 'TSP'
        ? { eventType: 'TOKEN_ACTIVATION_STIP', reasonCode: issuerTimeout }
        : {
            eventType: action === 'activate' ? 'TOKEN_CREATED' : 'TOKEN_STATUS_UPDATED',
            messageReasonCode: noticeReasons[action],
          }),
      tokenStatus: vts.statuses[token.state],
    },
  }),
};

/** One for each PAN, as the payment account reference it is made of. */
function panReference({ par }: VaultedToken): string {
  return `V-${par.slice(4)}`;
}

function actionCode(decision: TspDecision): string {
  if (isTechnical(decision)) return '96';
  if (decision.refusal !== null) return actionCodes[decision.refusal.code] ?? '05';
  return { green: '00', yellow: '85', red: '05' }[decision.decision ?? 'red'];
}

function cvv2Result({ refusal, cvvValidated }: TspDecision): string {
  if (refusal?.code === ResponseCode.authenticationValueProblem) return 'N';
  return cvvValidated === true ? 'M' : 'P';
}
