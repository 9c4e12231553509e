/** Path of the Mastercard directory's issuer API on its hosts; the connection's URL ends in it. */
export const mastercardDirectoryBasePath = '/src/api/issuer/v1';
