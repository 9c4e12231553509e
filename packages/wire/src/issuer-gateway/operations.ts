import * as auxiliary from '../issuer-gateway-auxiliary/operations.ts';
import { checkCardEligibility } from './check-card-eligibility.ts';
import { getCardInfo } from './get-card-info.ts';
import { getIDnVMethodList } from './get-idnv-method-list.ts';
import { getTokenInfo } from './get-token-info.ts';
import { notifyVirtualCardChange } from './notify-virtual-card-change.ts';
import { type IssuerGatewayOperation, qualifiedName } from './operation.ts';
import { requestCardDigitization } from './request-card-digitization.ts';
import { requestDeviceBinding } from './request-device-binding.ts';
import { sendMessage } from './send-message.ts';
import { sendOTP } from './send-otp.ts';
import { updateCard } from './update-card.ts';
import { updateCardState } from './update-card-state.ts';

/** Path under which the hub serves the inbound operations of the single-badge API, version 2.8.7. */
export const inboundBasePath = '/gtep/igwapi/v2.0';

/** Usual path under which issuers serve the outbound operations; each issuer may set another. */
export const outboundBasePath = '/issuer/igwapi/v2.0';

/** What issuers call, in the order of the documentation (Issuer Gateway API, inbound). */
export const inboundOperations = [
  getCardInfo,
  getTokenInfo,
  updateCard,
  updateCardState,
  sendMessage,
] as const;

/** What the hub calls, in the order of an enrolment (Issuer Gateway API, outbound). */
export const outboundOperations = [
  checkCardEligibility,
  requestCardDigitization,
  getIDnVMethodList,
  sendOTP,
  notifyVirtualCardChange,
  requestDeviceBinding,
] as const;

export type OutboundOperationName = (typeof outboundOperations)[number]['name'];

const operations: readonly IssuerGatewayOperation[] = [
  ...inboundOperations,
  ...outboundOperations,
  ...auxiliary.inboundOperations,
  ...auxiliary.outboundOperations,
];

/**
 * The operation of this name in either direction, `undefined` when there is none: of the auxiliary API as
 * `auxiliary/updateCard`. Case counts.
 */
export function operationNamed(name: string): IssuerGatewayOperation | undefined {
  return operations.find(operation => qualifiedName(operation) === name);
}
