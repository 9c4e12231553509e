import { errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import { readMessage } from '@countermark/wire/reading';
import { ChooseIdvMethod } from '@countermark/wire/token-requestor/choose-idv-method';
import { DecideTerms } from '@countermark/wire/token-requestor/decide-terms';
import { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import { ListTokens } from '@countermark/wire/token-requestor/list-tokens';
import { PersonaliseToken, SealedPersonalisation } from '@countermark/wire/token-requestor/personalise-token';
import { DeviceEventResult, ReportDeviceEvent } from '@countermark/wire/token-requestor/report-device-event';
import { ReportProvisioning } from '@countermark/wire/token-requestor/report-provisioning';
import { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import { RequestReplenishment } from '@countermark/wire/token-requestor/request-replenishment';
import { StartAuxiliaryEnrolment } from '@countermark/wire/token-requestor/start-auxiliary-enrolment';
import { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import { SubmitOtp, SubmitOtpResult } from '@countermark/wire/token-requestor/submit-otp';
import { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { correlationIdOf } from '../../../core/enrolment.ts';
import type { Token } from '../../../core/token.ts';
import type { Hub } from '../../../ports/hub.ts';
import { startAuxiliaryEnrolment } from '../../../use-cases/cobadged/start-auxiliary-enrolment.ts';
import { decideTerms } from '../../../use-cases/enrolment/decide-terms.ts';
import {
  type EnrolmentResult,
  refuseCall,
  unknownEnrolment,
} from '../../../use-cases/enrolment/enrolment-result.ts';
import { enrolmentVerification } from '../../../use-cases/enrolment/enrolment-verification.ts';
import { viewEnrolment, viewToken } from '../../../use-cases/enrolment/enrolment-view.ts';
import { reportProvisioning } from '../../../use-cases/enrolment/report-provisioning.ts';
import { sessionOfToken } from '../../../use-cases/enrolment/session-of-token.ts';
import { startEnrolment } from '../../../use-cases/enrolment/start-enrolment.ts';
import { reportDeviceEvent } from '../../../use-cases/life-cycle/report-device-event.ts';
import { reportTokenEvent } from '../../../use-cases/life-cycle/report-token-event.ts';
import { personaliseToken } from '../../../use-cases/personalisation/personalise-token.ts';
import { requestReplenishment } from '../../../use-cases/personalisation/request-replenishment.ts';
import { chooseIdvMethod } from '../../../use-cases/verification/choose-idv-method.ts';
import { submitOtp } from '../../../use-cases/verification/submit-otp.ts';
import { bindingOperations } from './binding-operations.ts';
import { get, type Operation, type Outcome, post } from './operation.ts';
import { sealForDevice } from './seal-for-device.ts';

/** Every call of the token requestor API. */
export const operations: readonly Operation[] = [
  post(
    'startEnrolment',
    { path: '/enrolments', request: StartEnrolment, response: EnrolmentView, status: 201 },
    async ({ hub, requestor, message }) => shown(hub, await startEnrolment(hub, requestor, message)),
  ),
  get(
    'getEnrolment',
    { path: '/enrolments/:enrolmentId', response: EnrolmentView },
    async ({ hub, requestor, params }) => {
      const enrolment = await hub.store.enrolments.find(params['enrolmentId'] ?? '');
      if (enrolment?.requestorId !== requestor.requestorId) return unknownEnrolment;
      return shown(hub, { taken: true, enrolment });
    },
  ),
  post(
    'decideTerms',
    { path: '/enrolments/:enrolmentId/terms', request: DecideTerms, response: EnrolmentView },
    async ({ hub, requestor, params, message }) =>
      shown(hub, await decideTerms(hub, requestor, { ...message, ...enrolmentIn(params) })),
  ),
  post(
    'reportProvisioning',
    { path: '/enrolments/:enrolmentId/provisioning', request: ReportProvisioning, response: EnrolmentView },
    async ({ hub, requestor, params, message }) =>
      shown(hub, await reportProvisioning(hub, requestor, { ...message, ...enrolmentIn(params) })),
  ),
  post(
    'chooseIdvMethod',
    { path: '/enrolments/:enrolmentId/idv-method', request: ChooseIdvMethod, response: EnrolmentView },
    async ({ hub, requestor, params, message }) => {
      const choice = { requestor, sessionId: params['enrolmentId'] ?? '', methodId: message.id };
      const chosen = await chooseIdvMethod(hub, enrolmentVerification, choice);
      return chosen.taken ? shown(hub, { taken: true, enrolment: chosen.session }) : chosen;
    },
  ),
  post(
    'submitOtp',
    { path: '/enrolments/:enrolmentId/otp', request: SubmitOtp, response: SubmitOtpResult },
    async ({ hub, requestor, params, message }) => {
      const typed = { requestor, sessionId: params['enrolmentId'] ?? '', otp: message.otp };
      const entry = await submitOtp(hub, enrolmentVerification, typed);
      if (!entry.taken) return entry;
      const enrolment = await viewEnrolment(hub, entry.session);
      return { body: { result: entry.result, enrolment }, correlationId: enrolment.enrolmentId };
    },
  ),
  post(
    'startAuxiliaryEnrolment',
    {
      path: '/tokens/:virtualCardId/auxiliary-enrolments',
      request: StartAuxiliaryEnrolment,
      response: EnrolmentView,
      status: 201,
    },
    async ({ hub, requestor, params, message }) => {
      const virtualCardId = params['virtualCardId'] ?? '';
      return shown(hub, await startAuxiliaryEnrolment(hub, requestor, { ...message, virtualCardId }));
    },
  ),
  get('listTokens', { path: '/tokens', response: DeviceEventResult }, async ({ hub, requestor, query }) => {
    const reading = readMessage(ListTokens, query);
    if (!reading.ok) return refuseCall(reading.code, errorResponseTo(reading).errorMessage);
    const tokens = await hub.store.tokens.ofRequestor(requestor.requestorId, {
      ...reading.message,
      limit: 100,
    });
    return { body: { tokens: await viewTokens(hub, tokens) }, correlationId: '' };
  }),
  get(
    'getToken',
    { path: '/tokens/:virtualCardId', response: TokenOfRequestor },
    async ({ hub, requestor, params }) => {
      const token = await hub.store.tokens.find(params['virtualCardId'] ?? '');
      if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') {
        return refuseCall(119, 'Unknown token');
      }
      const [body] = await viewTokens(hub, [token]);
      return { body: body ?? {}, correlationId: '' };
    },
  ),
  post(
    'personaliseToken',
    {
      path: '/tokens/:virtualCardId/personalisation',
      request: PersonaliseToken,
      response: SealedPersonalisation,
    },
    async ({ hub, requestor, params, message: { devicePublicKey } }) => {
      const virtualCardId = params['virtualCardId'] ?? '';
      const result = await personaliseToken(hub, requestor, virtualCardId);
      if (!result.taken) return result;
      const personalisation = await sealForDevice(devicePublicKey, result.personalisation);
      if (personalisation === null) return refuseCall(112, 'Bad parameter format: devicePublicKey');
      const correlationId = await sessionOfToken(hub.store, result.token);
      return { body: { personalisation }, correlationId };
    },
  ),
  post(
    'requestReplenishment',
    {
      path: '/tokens/:virtualCardId/replenishment',
      request: RequestReplenishment,
      response: TokenOfRequestor,
      status: 202,
    },
    async ({ hub, requestor, params }) => {
      const result = await requestReplenishment(hub, requestor, params['virtualCardId'] ?? '');
      if (!result.taken) return result;
      const [body] = await viewTokens(hub, [result.token]);
      const correlationId = await sessionOfToken(hub.store, result.token);
      return { body: body ?? {}, correlationId };
    },
  ),
  post(
    'reportDeviceEvent',
    { path: '/device-events', request: ReportDeviceEvent, response: DeviceEventResult },
    async ({ hub, requestor, message }) => {
      const result = await reportDeviceEvent(hub, requestor, message);
      if (!result.taken) return result;
      const tokens = await viewTokens(hub, result.tokens);
      return { body: { tokens }, correlationId: '' };
    },
  ),
  post(
    'reportTokenEvent',
    { path: '/tokens/:virtualCardId/events', request: ReportTokenEvent, response: TokenOfRequestor },
    async ({ hub, requestor, params, message }) => {
      const virtualCardId = params['virtualCardId'] ?? '';
      const result = await reportTokenEvent(hub, requestor, { ...message, virtualCardId });
      if (!result.taken) return result;
      const [body] = await viewTokens(hub, [result.token]);
      const correlationId = await sessionOfToken(hub.store, result.token);
      return { body: body ?? {}, correlationId };
    },
  ),
  ...bindingOperations,
];

function enrolmentIn(params: Record<string, string>): { enrolmentId: string } {
  return { enrolmentId: params['enrolmentId'] ?? '' };
}

async function shown(hub: Hub, result: EnrolmentResult): Promise<Outcome> {
  if (!result.taken) return result;
  const body = await viewEnrolment(hub, result.enrolment);
  return { body, correlationId: correlationIdOf(result.enrolment) };
}

async function viewTokens(hub: Hub, tokens: readonly Token[]): Promise<TokenOfRequestor[]> {
  const cards = await Promise.all(tokens.map(token => hub.store.cards.find(token.cardId)));
  return tokens.map((token, index) => viewToken(token, cards[index]?.lastDigits ?? ''));
}
