import Type from 'typebox';
import { identifier } from '../issuer-gateway/data/element.ts';

/**
 * `POST /enrolments/{enrolmentId}/idv-method` and `POST /bindings/{bindingId}/idv-method`: the user's choice; choosing a
 * code method again sends a new code.
 */
export const ChooseIdvMethod = Type.Object({ id: identifier('One of `idvMethods`.') });
export type ChooseIdvMethod = Type.Static<typeof ChooseIdvMethod>;
