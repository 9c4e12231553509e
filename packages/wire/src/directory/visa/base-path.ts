/** Path of the Visa directory on its hosts; the connection's URL ends in it. */
export const visaDirectoryBasePath = '/visaIdCredential/v1';
