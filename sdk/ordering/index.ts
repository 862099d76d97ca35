/** `tributary-gateway/ordering`: what `orderedQueueHandler` needs on AWS. It loads the AWS SDK. */
export {
  type ConversationOrderClients,
  createConversationOrder,
} from './sqs-conversation-order.ts';
