export { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
export type { Around, Fault, IdentifiedCall, Observer, UnopenedEnvelope } from './backend/around.ts';
export type { ClientCredentials } from './backend/d1/access-tokens.ts';
export type { ActivatePhysicalCard, ActivatePhysicalCardCall } from './backend/d1/activate-physical-card.ts';
export type { DeliverOtp, DeliverOtpCall } from './backend/d1/deliver-otp.ts';
export type { GetCardCredentials, GetCardCredentialsCall } from './backend/d1/get-card-credentials.ts';
export type {
  GetConsumerInformation,
  GetConsumerInformationCall,
} from './backend/d1/get-consumer-information.ts';
export type { D1Handlers, D1Options } from './backend/d1/handlers.ts';
export type {
  NotifyCardOperations,
  NotifyCardOperationsCall,
  NotifyCardOperationV1,
  NotifyCardOperationV1Call,
  NotifyConsumerOperations,
  NotifyConsumerOperationsCall,
  NotifyDigitalCardOperation,
  NotifyDigitalCardOperationCall,
} from './backend/d1/notify-operations.ts';
export { D1CallRefusal, type D1RefusalStatus } from './backend/d1/refusal.ts';
export type { D1Call, D1Handler } from './backend/d1/serve-d1-operation.ts';
export type { VerifyCard, VerifyCardCall } from './backend/d1/verify-card.ts';
export type { Handler, HubCall } from './backend/handler.ts';
export { type HttpAnswer, type HttpCall, longestBody } from './backend/http-call.ts';
export * from './backend/hub-clients.ts';
export * from './backend/issuer-backend.ts';
export type {
  CheckCardEligibility,
  CheckCardEligibilityCall,
} from './backend/issuer-gateway/check-card-eligibility.ts';
export type {
  AuxiliaryHandlers,
  GetIDnVMethodList,
  IssuerGatewayHandlers,
  RequestDeviceBinding,
  SendOTP,
} from './backend/issuer-gateway/handlers.ts';
export type {
  NotifyAuxiliaryCardChange,
  NotifyAuxiliaryCardChangeCall,
  NotifyVirtualCardChange,
  NotifyVirtualCardChangeCall,
} from './backend/issuer-gateway/notify-virtual-card-change.ts';
export { IssuerGatewayRefusal } from './backend/issuer-gateway/refusal.ts';
export type {
  RequestCardDigitization,
  RequestCardDigitizationCall,
} from './backend/issuer-gateway/request-card-digitization.ts';
export type {
  DomesticCard,
  RequestCoBadgeDigitization,
  RequestCoBadgeDigitizationCall,
} from './backend/issuer-gateway/request-co-badge-digitization.ts';
export type {
  CallOf,
  IssuerGatewayCall,
  IssuerGatewayHandler,
} from './backend/issuer-gateway/serve-operation.ts';
export type { NoticeStore } from './backend/notices.ts';
export type { Route } from './backend/routes.ts';
export { severalIssuers } from './backend/several-issuers.ts';
export { TimeLimitError, type TimeLimits } from './backend/within-time.ts';
export type { Called, CallOptions, D1CallOptions, ResendingOptions } from './client/call-options.ts';
export type { ClientIdentity, HubAccess } from './client/connection.ts';
export type { SigningKey } from './client/d1/access-tokens.ts';
export type { InClear } from './client/d1/card-data.ts';
export {
  type D1Client,
  type D1Method,
  type D1Request,
  type D1Response,
  d1Client,
} from './client/d1/d1-client.ts';
export type { D1Access, RawD1Call } from './client/d1/raw-client.ts';
export {
  CallRefusedError,
  D1CallRefusedError,
  HubFailedError,
  HubUnreachableError,
  UnfitRequestError,
  UnopenedEnvelopeError,
  type UnreachableFault,
  UnreadableAnswerError,
} from './client/errors.ts';
export type { HubAnswer } from './client/hub-answer.ts';
export {
  type AuxiliaryClient,
  type IssuerGatewayClient,
  type IssuerGatewayClientOptions,
  issuerGatewayClient,
  type TokenInClear,
} from './client/issuer-gateway/issuer-gateway-client.ts';
export type { IssuerGatewayAccess, RawCall } from './client/issuer-gateway/raw-client.ts';
export type { Resending } from './client/resending.ts';
export {
  type EnvelopeKeyPem,
  type EnvelopeKeys,
  type EnvelopeSettings,
  keyRing,
} from './keys/envelope-keys.ts';
export type { HubEnvelopePem } from './keys/hub-envelope.ts';
export type { HubEnvelopeKeyPem, SealedForHub, SealingAgreement } from './keys/hub-envelope-keys.ts';
export type { HubJweKey } from './keys/hub-jwe-keys.ts';
export { type JweKeyPem, type JweKeys, jweKeyRing } from './keys/jwe-keys.ts';
export { type Activity, NoActiveKeyError } from './keys/newest-active.ts';
export { expressIssuerBackend } from './mounting/express-issuer-backend.ts';
export { fastifyIssuerBackend } from './mounting/fastify-issuer-backend.ts';
export { type MutualTlsOptions, mutualTls } from './mounting/mutual-tls.ts';
export { nodeListener, readHttpCall, writeHttpAnswer } from './mounting/node-listener.ts';
export * from './sessions/in-memory-sessions.ts';
export { CardDataError } from './sessions/no-card-data.ts';
export type { PostgresqlPool, Queryable } from './sessions/postgresql-pool.ts';
export { postgresqlSessions } from './sessions/postgresql-sessions.ts';
export type * from './sessions/session-store.ts';
