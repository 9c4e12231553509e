import Type from 'typebox';
import { Authenticator } from '../issuer-gateway/data/authenticator-info.ts';
import { DeviceInformation } from '../issuer-gateway/data/device-information.ts';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import { DeviceBindingReference } from '../issuer-gateway/data/identifiers.ts';
import { BindingId, bindingStates } from '../token-requestor/binding.ts';
import { OfferedMethods, OtpState, RefusalInWords } from './verification.ts';

/** The binding of a token to a device as the operator sees it. Nothing of the cardholder is here. */
export const BindingView = Type.Object({
  bindingId: BindingId,
  state: Type.Enum([...bindingStates], { description: 'Where the binding stands.' }),
  deviceBindingReference: DeviceBindingReference,
  tokenStorageId: identifier('The device, as the requestor knows it.', 64),
  deviceInformation: Type.Partial(DeviceInformation, { description: 'Masked where it is about a person.' }),
  authenticatorInfo: Type.Optional(Authenticator),
  decision: Type.Optional(identifier("The issuer's decision: green, yellow or red.")),
  refusal: Type.Optional(RefusalInWords),
  idvMethods: OfferedMethods,
  chosenMethodId: Type.Optional(identifier('The method the user chose last.')),
  otp: Type.Optional(OtpState),
  approvedBy: Type.Optional(identifier('Who said that it may be made: ISSUER or TSP.')),
  createdAt: instant('When it was asked for.'),
  updatedAt: instant('When it changed last.'),
  dueAt: Type.Optional(instant('When ageing ends it, or its approval is carried out once more.')),
});
export type BindingView = Type.Static<typeof BindingView>;
