import type { MediaDraft } from '../../../../shared/contract/draft.ts';
import { toHttpUrl } from '../../../../shared/provider/values/file.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import type { MessageBody } from '../../../../shared/whatsapp/message-body.ts';
import type { TemplateData, TemplateParameter } from '../schema/custom-data.ts';

/**
 * A template message: the template as approved, and the values of its parameters. `undefined` when
 * the data names no template: for Viber and RCS its shape is not documented.
 */
export function toTemplateBody(data: TemplateData): MessageBody | undefined {
  const { template_id, name = data.template_name, components = [], raw_params = [] } = data;
  if (template_id === undefined && name === undefined) return undefined;
  const componentOf = (type: string) =>
    components.find((component) => component.type?.toUpperCase() === type);
  return {
    content: {
      kind: 'template',
      template: { id: template_id, name, language: data.language, category: data.category },
      header: componentOf('HEADER')?.text,
      body: componentOf('BODY')?.text ?? data.text,
      footer: componentOf('FOOTER')?.text,
      buttons: componentOf('BUTTONS')?.buttons?.map((button) => ({
        type: button.type,
        text: button.text,
        url: button.url,
        phone: toPhone(button.phone_number) ?? button.phone_number,
      })),
      parameters: data.raw_params?.map(({ type, sub_type, index, parameters = [] }) => ({
        component: type,
        subType: sub_type,
        index,
        values: parameters.map(toValue).filter((value) => value !== undefined),
      })),
    },
    media: raw_params
      .filter(({ type }) => type?.toLowerCase() === 'header')
      .flatMap(({ parameters = [] }) => parameters)
      .flatMap(toHeaderFile)
      .map((file) => ({ role: 'header', ...file })),
  };
}

function toValue(parameter: TemplateParameter): string | undefined {
  const { text, payload, coupon_code, currency, date_time } = parameter;
  return text ?? payload ?? coupon_code ?? currency?.fallback_value ?? date_time?.fallback_value;
}

/** The image, video or document in the header of the message. */
function toHeaderFile(
  parameter: TemplateParameter,
): Pick<MediaDraft, 'url' | 'providerMediaId' | 'filename'>[] {
  const file = parameter.image ?? parameter.video ?? parameter.document;
  if (file === undefined) return [];
  return [{ url: toHttpUrl(file.link), providerMediaId: file.id, filename: file.filename }];
}
