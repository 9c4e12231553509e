import Type from 'typebox';
import { instant, text } from './element.ts';

/** When and how the cardholder last proved to be one; Mastercard only. */
export const RecentAuthenticationInformation = Type.Object({
  method: Type.Optional(text('How the cardholder was authenticated.')),
  date: Type.Optional(instant('When the cardholder was authenticated.')),
});

export type RecentAuthenticationInformation = Type.Static<typeof RecentAuthenticationInformation>;
