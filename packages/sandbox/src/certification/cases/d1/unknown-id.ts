/** No issuer has a consumer, card or digital card of this id; the sandbox's takes it for one that it does not know. */
export const unknownId = 'certification-unknown';
