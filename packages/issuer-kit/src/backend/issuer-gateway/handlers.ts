import { getIDnVMethodList } from '@countermark/wire/issuer-gateway/get-idnv-method-list';
import type { ResponseOf } from '@countermark/wire/issuer-gateway/operation';
import {
  type RequestDeviceBindingResponse,
  requestDeviceBinding,
} from '@countermark/wire/issuer-gateway/request-device-binding';
import { sendOTP } from '@countermark/wire/issuer-gateway/send-otp';
import type { HubEnvelope } from '../../keys/hub-envelope.ts';
import { type CheckCardEligibility, serveCheckCardEligibility } from './check-card-eligibility.ts';
import {
  type NotifyAuxiliaryCardChange,
  type NotifyVirtualCardChange,
  serveNotifyAuxiliaryCardChange,
  serveNotifyVirtualCardChange,
} from './notify-virtual-card-change.ts';
import { type RequestCardDigitization, serveRequestCardDigitization } from './request-card-digitization.ts';
import {
  type RequestCoBadgeDigitization,
  serveRequestCoBadgeDigitization,
} from './request-co-badge-digitization.ts';
import {
  type CallOf,
  type IssuerGatewayHandler,
  type ServedOperation,
  serveOperation,
} from './serve-operation.ts';

/** In which ways can the cardholder prove to be one? Refusals: 510, 921. */
export type GetIDnVMethodList = IssuerGatewayHandler<
  CallOf<typeof getIDnVMethodList>,
  ResponseOf<typeof getIDnVMethodList>
>;

/** Delivers a one-time password unchanged; keep it out of logs. Refusals: 501, 911, 921, 116. */
export type SendOTP = IssuerGatewayHandler<CallOf<typeof sendOTP>, void>;

/** Green, yellow or red for the binding of a token to a device? */
export type RequestDeviceBinding = IssuerGatewayHandler<
  CallOf<typeof requestDeviceBinding>,
  RequestDeviceBindingResponse
>;

/**
 * What the hub asks of an issuer (Issuer Gateway API, outbound methods). An operation that is left out is answered with
 * HTTP 404: without `getIDnVMethodList` a yellow answer has to name its methods, without `sendOTP` none of them may be a
 * one-time password, and without `requestDeviceBinding` no e-commerce token is bound to a device.
 */
export interface IssuerGatewayHandlers {
  checkCardEligibility: CheckCardEligibility;
  requestCardDigitization: RequestCardDigitization;
  getIDnVMethodList?: GetIDnVMethodList;
  sendOTP?: SendOTP;
  notifyVirtualCardChange: NotifyVirtualCardChange;
  requestDeviceBinding?: RequestDeviceBinding;
}

/**
 * The same of the domestic side of cobadged cards (Issuer Gateway Auxiliary API, outbound). Without
 * `requestCoBadgeDigitization` the hub goes on with the international number.
 */
export interface AuxiliaryHandlers {
  notifyVirtualCardChange: NotifyAuxiliaryCardChange;
  requestCoBadgeDigitization?: RequestCoBadgeDigitization;
}

/** The operations that have a handler. */
export function serveIssuerGateway(handlers: IssuerGatewayHandlers): ServedOperation[] {
  const { getIDnVMethodList, sendOTP, requestDeviceBinding } = handlers;
  return [
    serveCheckCardEligibility(handlers.checkCardEligibility.bind(handlers)),
    serveRequestCardDigitization(handlers.requestCardDigitization.bind(handlers)),
    serveNotifyVirtualCardChange(handlers.notifyVirtualCardChange.bind(handlers)),
    ...(getIDnVMethodList ? [serveGetIDnVMethodList(getIDnVMethodList.bind(handlers))] : []),
    ...(sendOTP ? [serveSendOTP(sendOTP.bind(handlers))] : []),
    ...(requestDeviceBinding ? [serveRequestDeviceBinding(requestDeviceBinding.bind(handlers))] : []),
  ];
}

/** @param hub `undefined`: nothing can be sealed for it */
export function serveAuxiliary(handlers: AuxiliaryHandlers, hub: HubEnvelope | undefined): ServedOperation[] {
  const { notifyVirtualCardChange, requestCoBadgeDigitization } = handlers;
  const served = [serveNotifyAuxiliaryCardChange(notifyVirtualCardChange.bind(handlers))];
  if (requestCoBadgeDigitization === undefined) return served;
  if (hub === undefined)
    throw new TypeError(
      'auxiliary.requestCoBadgeDigitization answers with card data: give hubEnvelope, the PKCS#7 certificate of the hub.',
    );
  return [...served, serveRequestCoBadgeDigitization(requestCoBadgeDigitization.bind(handlers), hub)];
}

function serveGetIDnVMethodList(handler: GetIDnVMethodList): ServedOperation {
  return serveOperation(getIDnVMethodList, (request, { call }) => handler({ ...call, request }));
}

function serveSendOTP(handler: SendOTP): ServedOperation {
  return serveOperation(sendOTP, (request, { call }) => handler({ ...call, request }));
}

function serveRequestDeviceBinding(handler: RequestDeviceBinding): ServedOperation {
  return serveOperation(requestDeviceBinding, (request, { call }) => handler({ ...call, request }));
}
