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
    { path: '/enrolments', request: StartEnrolment, response: EnrolmentView },
    async ({ hub, requestor, message }) => shown(hub, await startEnrolment(hub, requestor, message), 201),
  ),
  get('getEnrolment', '/enrolments/:enrolmentId', async ({ hub, requestor, params }) => {
    const enrolment = await hub.store.enrolments.find(params['enrolmentId'] ?? '');
    if (enrolment?.requestorId !== requestor.requestorId) return unknownEnrolment;
    return shown(hub, { taken: true, enrolment }, 200);
  }),
  post(
    'decideTerms',
    { path: '/enrolments/:enrolmentId/terms', request: DecideTerms, response: EnrolmentView },
    async ({ hub, requestor, params, message }) =>
      shown(hub, await decideTerms(hub, requestor, { ...message, ...enrolmentIn(params) }), 200),
  ),
  post(
    'reportProvisioning',
    { path: '/enrolments/:enrolmentId/provisioning', request: ReportProvisioning, response: EnrolmentView },
    async ({ hub, requestor, params, message }) =>
      shown(hub, await reportProvisioning(hub, requestor, { ...message, ...enrolmentIn(params) }), 200),
  ),
  post(
    'chooseIdvMethod',
    { path: '/enrolments/:enrolmentId/idv-method', request: ChooseIdvMethod, response: EnrolmentView },
    async ({ hub, requestor, params, message }) => {
      const choice = { requestor, sessionId: params['enrolmentId'] ?? '', methodId: message.id };
      const chosen = await chooseIdvMethod(hub, enrolmentVerification, choice);
      return chosen.taken ? shown(hub, { taken: true, enrolment: chosen.session }, 200) : chosen;
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
      return { status: 200, body: { result: entry.result, enrolment }, correlationId: enrolment.enrolmentId };
    },
  ),
  post(
    'startAuxiliaryEnrolment',
    {
      path: '/tokens/:virtualCardId/auxiliary-enrolments',
      request: StartAuxiliaryEnrolment,
      response: EnrolmentView,
    },
    async ({ hub, requestor, params, message }) => {
      const virtualCardId = params['virtualCardId'] ?? '';
      return shown(hub, await startAuxiliaryEnrolment(hub, requestor, { ...message, virtualCardId }), 201);
    },
  ),
  get('listTokens', '/tokens', async ({ hub, requestor, query }) => {
    const reading = readMessage(ListTokens, query);
    if (!reading.ok) return refuseCall(reading.code, errorResponseTo(reading).errorMessage);
    const tokens = await hub.store.tokens.ofRequestor(requestor.requestorId, {
      ...reading.message,
      limit: 100,
    });
    return { status: 200, body: { tokens: await viewTokens(hub, tokens) }, correlationId: '' };
  }),
  get('getToken', '/tokens/:virtualCardId', async ({ hub, requestor, params }) => {
    const token = await hub.store.tokens.find(params['virtualCardId'] ?? '');
    if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') {
      return refuseCall(119, 'Unknown token');
    }
    const [body] = await viewTokens(hub, [token]);
    return { status: 200, body: body ?? {}, correlationId: '' };
  }),
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
      return { status: 200, body: { personalisation }, correlationId };
    },
  ),
  post(
    'requestReplenishment',
    {
      path: '/tokens/:virtualCardId/replenishment',
      request: RequestReplenishment,
      response: TokenOfRequestor,
    },
    async ({ hub, requestor, params }) => {
      const result = await requestReplenishment(hub, requestor, params['virtualCardId'] ?? '');
      if (!result.taken) return result;
      const [body] = await viewTokens(hub, [result.token]);
      const correlationId = await sessionOfToken(hub.store, result.token);
      return { status: 202, body: body ?? {}, correlationId };
    },
  ),
  post(
    'reportDeviceEvent',
    { path: '/device-events', request: ReportDeviceEvent, response: DeviceEventResult },
    async ({ hub, requestor, message }) => {
      const result = await reportDeviceEvent(hub, requestor, message);
      if (!result.taken) return result;
      const tokens = await viewTokens(hub, result.tokens);
      return { status: 200, body: { tokens }, correlationId: '' };
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
      return { status: 200, body: body ?? {}, correlationId };
    },
  ),
  ...bindingOperations,
];

function enrolmentIn(params: Record<string, string>): { enrolmentId: string } {
  return { enrolmentId: params['enrolmentId'] ?? '' };
}

async function shown(hub: Hub, result: EnrolmentResult, status: number): Promise<Outcome> {
  if (!result.taken) return result;
  const body = await viewEnrolment(hub, result.enrolment);
  return { status, body, correlationId: correlationIdOf(result.enrolment) };
}

async function viewTokens(hub: Hub, tokens: readonly Token[]): Promise<TokenOfRequestor[]> {
  const cards = await Promise.all(tokens.map(token => hub.store.cards.find(token.cardId)));
  return tokens.map((token, index) => viewToken(token, cards[index]?.lastDigits ?? ''));
}
