import Type from 'typebox';

export const CountryCode = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'A country, ISO 3166-1 alpha-3.',
});
