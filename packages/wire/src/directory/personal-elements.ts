import Type from 'typebox';
import { personalText } from '../issuer-gateway/data/element.ts';

/** What both directories are told of a person. The exchange log masks all of it. */

export const PersonName = personalText('A name of the consumer.', 128);

/** E.164: `+` and at most 15 digits, country code first. */
export const PhoneNumber = Type.String({
  pattern: '^\\+[1-9][0-9]{6,14}$',
  description: 'A phone number in E.164 form.',
});

export const EmailAddress = Type.String({ minLength: 3, maxLength: 254, description: 'An e-mail address.' });

/** Shows neither who nor where. */
export const Locale = Type.String({
  pattern: '^[a-z]{2}[-_][A-Z]{2}$',
  description: 'Language and country, `en-US`.',
  log: 'plain',
});

/** The number of a card; never shown. */
export const CardNumber = Type.String({ pattern: '^[0-9]{10,19}$', description: 'The number of the card.' });

export const LastFour = Type.String({
  pattern: '^[0-9]{4}$',
  description: 'The last digits of the card number.',
  log: 'plain',
});
