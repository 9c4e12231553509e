import Type from 'typebox';
import { ConsumerInfo } from './consumer-info.ts';

/** The body that registers or updates a consumer. Without personal information D1 stores none, and asks for it. */
export const PersonalInformationRequest = Type.Object({ personalInformation: Type.Optional(ConsumerInfo) });

export type PersonalInformationRequest = Type.Static<typeof PersonalInformationRequest>;
