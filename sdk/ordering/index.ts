/** `tributary-gateway/ordering`: what `createOrderedQueueHandler` needs on AWS. It loads the AWS SDK. */
export {
  type ConversationOrderClients,
  createConversationOrder,
} from './sqs-conversation-order.ts';
