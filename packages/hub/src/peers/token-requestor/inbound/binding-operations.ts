import { BindingList, BindingView } from '@countermark/wire/token-requestor/binding';
import { ChooseIdvMethod } from '@countermark/wire/token-requestor/choose-idv-method';
import { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import { SubmitBindingOtpResult, SubmitOtp } from '@countermark/wire/token-requestor/submit-otp';
import type { DeviceBinding } from '../../../core/device-binding.ts';
import {
  bindingVerification,
  ownedBy,
  unknownBinding,
} from '../../../use-cases/device-binding/binding-verification.ts';
import { viewBinding } from '../../../use-cases/device-binding/binding-view.ts';
import { endBinding } from '../../../use-cases/device-binding/end-binding.ts';
import { startBinding } from '../../../use-cases/device-binding/start-binding.ts';
import { unknownToken } from '../../../use-cases/life-cycle/apply-report.ts';
import { chooseIdvMethod } from '../../../use-cases/verification/choose-idv-method.ts';
import type { SessionResult } from '../../../use-cases/verification/idv-sessions.ts';
import { submitOtp } from '../../../use-cases/verification/submit-otp.ts';
import { get, type Operation, type Outcome, post, remove } from './operation.ts';

/** The calls by which a requestor binds its card-on-file tokens to devices. */
export const bindingOperations: readonly Operation[] = [
  post(
    'startBinding',
    { path: '/tokens/:virtualCardId/bindings', request: StartBinding, response: BindingView, status: 201 },
    async ({ hub, requestor, params, message }) => {
      const virtualCardId = params['virtualCardId'] ?? '';
      return shown(await startBinding(hub, requestor, { ...message, virtualCardId }));
    },
  ),
  get(
    'listBindings',
    { path: '/tokens/:virtualCardId/bindings', response: BindingList },
    async ({ hub, requestor, params }) => {
      const token = await hub.store.tokens.find(params['virtualCardId'] ?? '');
      if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') return unknownToken;
      const bindings = await hub.store.deviceBindings.ofToken(token.virtualCardId);
      return { body: { bindings: bindings.map(viewBinding) }, correlationId: '' };
    },
  ),
  get(
    'getBinding',
    { path: '/bindings/:bindingId', response: BindingView },
    async ({ hub, requestor, params }) => {
      const session = ownedBy(requestor, await hub.store.deviceBindings.find(params['bindingId'] ?? ''));
      return session ? shown({ taken: true, session }) : unknownBinding;
    },
  ),
  post(
    'chooseIdvMethod',
    { path: '/bindings/:bindingId/idv-method', request: ChooseIdvMethod, response: BindingView },
    async ({ hub, requestor, params, message }) => {
      const choice = { requestor, sessionId: params['bindingId'] ?? '', methodId: message.id };
      return shown(await chooseIdvMethod(hub, bindingVerification, choice));
    },
  ),
  post(
    'submitOtp',
    { path: '/bindings/:bindingId/otp', request: SubmitOtp, response: SubmitBindingOtpResult },
    async ({ hub, requestor, params, message }) => {
      const typed = { requestor, sessionId: params['bindingId'] ?? '', otp: message.otp };
      const entry = await submitOtp(hub, bindingVerification, typed);
      if (!entry.taken) return entry;
      const binding = viewBinding(entry.session);
      return { body: { result: entry.result, binding }, correlationId: binding.bindingId };
    },
  ),
  remove(
    'endBinding',
    { path: '/bindings/:bindingId', response: BindingView },
    async ({ hub, requestor, params }) => shown(await endBinding(hub, requestor, params['bindingId'] ?? '')),
  ),
];

function shown(result: SessionResult<DeviceBinding>): Outcome {
  if (!result.taken) return result;
  const { session } = result;
  return { body: viewBinding(session), correlationId: session.bindingId };
}
