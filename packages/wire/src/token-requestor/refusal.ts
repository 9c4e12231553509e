import Type from 'typebox';
import { integer, openValue } from '../issuer-gateway/data/element.ts';

/** Why an enrolment or a binding came to nothing. */
export const RefusalView = Type.Object({
  kind: openValue(['DECLINED', 'TECHNICAL'], 'A decision, or something that did not work.'),
  code: integer('Response code of the Issuer Gateway API.'),
  message: Type.String({ description: 'For a log.', log: 'plain' }),
});
export type RefusalView = Type.Static<typeof RefusalView>;
