import { DeviceInformation } from '@countermark/wire/issuer-gateway/data/device-information';
import { maskBySchema } from '@countermark/wire/masking';
import type { BindingView } from '@countermark/wire/operator/binding';
import type { DeviceBinding } from '../../../core/device-binding.ts';
import { viewChallenge } from './challenge-view.ts';

/** Member by member, so that nothing of the cardholder comes along. */
export function viewBinding(binding: DeviceBinding): BindingView {
  const { authenticatorInfo, decision, refusal, chosenMethodId, challenge, approval, dueAt } = binding;
  return {
    bindingId: binding.bindingId,
    state: binding.state,
    deviceBindingReference: binding.deviceBindingReference,
    tokenStorageId: binding.tokenStorageId,
    deviceInformation: maskBySchema(DeviceInformation, binding.deviceInformation) as DeviceInformation,
    ...(authenticatorInfo !== null && { authenticatorInfo }),
    ...(decision !== null && { decision }),
    ...(refusal !== null && { refusal }),
    idvMethods: binding.idvMethods.map(({ id, type }) => ({ id, type })),
    ...(chosenMethodId !== null && { chosenMethodId }),
    ...(challenge !== null && { otp: viewChallenge(challenge) }),
    ...(approval !== null && { approvedBy: approval.source }),
    createdAt: binding.createdAt.toISOString(),
    updatedAt: binding.updatedAt.toISOString(),
    ...(dueAt !== null && { dueAt: dueAt.toISOString() }),
  };
}
