/**
 * The JSON that callbacks have in common, in the order in which providers write it and the most common
 * last. `raw-json.ts` compresses against it.
 *
 * **Frozen.** An item can be read only with the text that it was written with. To improve the text,
 * append a new one: the last one is used to write, all of them to read.
 */
export const rawDictionaries: readonly string[] = [
  [
    '{"appId":"","businessPhone":"","messageId":"","channelType":0,"eventType":"billing-event","conversationId":"","conversationType":"utility","expiresAt":1,"billable":true,"currency":"USD","fee":"0.0","timestamp":1}',
    '"eventType":"message-status-event","messageId":"","form":"","recipient":"","status":"sent","billable":"true","conversationId":"',
    '{"appId":"","businessPhone":"","channelType":0,"eventType":"up-message-event","from":{"name":"","phone":""},"message":{"image":{"mime_type":"image/jpeg","url":"https://"},"type":"image","text":{"body":""},"type":"text"},"messageId":"","timestamp":1}',
    '{"event":"message_created","message":{"id":2,"auth_id":1,"conversation_id":1,"session_type":1,"sender":"","receiver":"","type":101,"custom_type":0,"custom_id":0,"channel_msg_id":"wamid.","channel_status":1,"content":{"sourcePath":"https://","sourcePicture":{"uuid":"rc-upload-","type":"image/jpeg","size":1,"width":1,"height":1,"url":"https://"},"bigPicture":{"content":{"content":""},"error":"","source":0,"created_at":"20","updated_at":"20.000000Z"}}',
    '{"event":"message_status_updated","message_id":2,"message_status":3,"error":"","updated_at":"20.000000Z"}',
    '{"event":"message_status_update","channel_id":1,"business_phone":"","message_id":"wamid.","message_status":"delivered","error":null,"received_at":1}',
    '{"id":"","type":"chat_mt_message_notify","eventTime":"20.000Z","body":{"wabaId":"","from":"","to":"","messageType":"text","context":{"text":""},"wamid":"","conversationId":"","uid":"',
    '{"id":"","type":"whatsapp_message_status_updated","eventTime":"20.000Z","body":{"id":"","accountName":"IW","wabaId":"","wamid":"wamid.","status":"read","status":"delivered","sendPhone":"","uid":"","conversation":{"id":"","initiateType":"business_initiated","expireAt":"20.000Z"},"currency":"USD"}}',
    '{"id":"","type":"whatsapp_mo_message_received","eventTime":"20.000Z","body":{"id":"","accountName":"IW","wabaId":"","wamid":"wamid.","from":"","customerProfile":{"name":""},"to":"","sendTime":"20.000Z","type":"text","text":{"body":""}}}',
    '{"event":"new_message","channel_id":1,"business_phone":"","message":{"senderPhoneNumber":"+","messageId":"","sendTime":"20.Z","text":"","agentId":"@rbm.goog"}}',
    '"interactive":{"type":"button_reply","button_reply":{"id":"","title":""},"type":"list_reply","list_reply":{"id":"","title":"","description":"","button":{"payload":"","text":""},"location":{"latitude":1,"longitude":1},"reaction":{"message_id":"wamid.","emoji":""},',
    '"type":"audio","audio":{"mime_type":"audio/ogg; codecs=opus","sha256":"","id":"","voice":true},"type":"video","video":{"mime_type":"video/mp4","type":"sticker","sticker":{"mime_type":"image/webp","animated":false,"type":"document","document":{"filename":"","mime_type":"application/pdf",',
    '"context":{"from":"","id":"wamid.","forwarded":true},"type":"image","image":{"caption":"","mime_type":"image/jpeg","sha256":"","id":"","url":"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=","link":"https://"}',
    '"messaging_product":"whatsapp","metadata":{"display_phone_number":"","phone_number_id":""},"contacts":[{"profile":{"name":""},"wa_id":"","user_id":""}],"message_echoes":[{"from":"","to":"","id":"wamid.","timestamp":"17","type":"text","text":{"body":""}}]},"field":"smb_message_echoes"}]}]}',
    '"statuses":[{"id":"wamid.","status":"failed","status":"read","status":"sent","status":"delivered","timestamp":"17","recipient_id":"","errors":[{"code":131,"title":"","message":"","error_data":{"details":""}}],"conversation":{"id":"","expiration_timestamp":"17","origin":{"type":"marketing","type":"service"}},"pricing":{"billable":true,"pricing_model":"PMP","category":"utility","category":"service","type":"free_customer_service","type":"regular"}}]},"field":"messages"}]}]}',
    '{"event":"new_message","business_phone":"","message":{"messaging_product":"whatsapp",',
    '{"object":"whatsapp_business_account","entry":[{"id":"","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"","phone_number_id":""},"contacts":[{"profile":{"name":""},"wa_id":""}],"messages":[{"from":"","id":"wamid.HBgM","timestamp":"17","text":{"body":""},"type":"text"}]},"field":"messages"}]}]}',
  ].join(''),
];
