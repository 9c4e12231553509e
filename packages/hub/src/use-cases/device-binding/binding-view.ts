import type { BindingView } from '@countermark/wire/token-requestor/binding';
import type { DeviceBinding } from '../../core/device-binding.ts';
import { viewChallenge } from '../enrolment/enrolment-view.ts';

/** The binding as its requestor sees it. A reference that may still change is not shown. */
export function viewBinding(binding: DeviceBinding): BindingView {
  const { state, decision, refusal, challenge, authenticatorInfo } = binding;
  const isFinal = state === 'BOUND' || state === 'UNBOUND';
  return {
    bindingId: binding.bindingId,
    virtualCardId: binding.virtualCardId,
    tokenStorageId: binding.tokenStorageId,
    state,
    ...(decision !== null && { decision }),
    ...(refusal !== null && { refusal }),
    ...(state === 'VERIFICATION_DUE' && { idvMethods: binding.idvMethods }),
    ...(challenge !== null && { otp: viewChallenge(challenge) }),
    ...(isFinal && { deviceBindingReference: binding.deviceBindingReference }),
    ...(authenticatorInfo !== null && { authenticatorInfo }),
    creationDate: binding.createdAt.toISOString(),
    lastUpdateDate: binding.updatedAt.toISOString(),
  };
}
