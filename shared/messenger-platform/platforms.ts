import type { Platform } from './read-events.ts';

export const messenger: Platform = {
  channel: 'messenger',
  object: 'page',
  fields: {
    message: 'messages',
    message_edit: 'message_edits',
    reaction: 'message_reactions',
    postback: 'messaging_postbacks',
    referral: 'messaging_referrals',
    order: 'send_cart',
    messaging_feedback: 'messaging_feedback',
    response_feedback: 'response_feedback',
    messaging_customer_information: 'messaging_customer_information',
    call_permission_reply: 'call_permission_reply',
    delivery: 'message_deliveries',
    read: 'message_reads',
    pass_thread_control: 'messaging_handovers',
    take_thread_control: 'messaging_handovers',
    request_thread_control: 'messaging_handovers',
    app_roles: 'messaging_handovers',
    optin: 'messaging_optins',
    account_linking: 'messaging_account_linking',
    policy_enforcement: 'messaging_policy_enforcement',
    game_play: 'messaging_game_plays',
  },
  echoes: 'message_echoes',
};

export const instagram: Platform = {
  channel: 'instagram',
  object: 'instagram',
  fields: {
    message: 'messages',
    message_edit: 'message_edit',
    reaction: 'message_reactions',
    postback: 'messaging_postbacks',
    referral: 'messaging_referral',
    read: 'messaging_seen',
    pass_thread_control: 'messaging_handover',
    take_thread_control: 'messaging_handover',
    request_thread_control: 'messaging_handover',
    app_roles: 'messaging_handover',
    optin: 'messaging_optins',
  },
  echoes: 'messages',
};
