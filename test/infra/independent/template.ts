/** A resource of a CloudFormation template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The part of a CloudFormation template that the checks read. */
export interface CloudFormationTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** A copy of the template with one resource changed: a check must find what is wrong with it. */
export function withResource(
  template: CloudFormationTemplate,
  type: string,
  change: (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): CloudFormationTemplate {
  const [id, resource] =
    Object.entries(template.Resources).find(([, { Type }]) => Type === type) ?? [];
  if (id === undefined || resource === undefined) throw new Error(`no resource of type ${type}`);
  const changed = { ...resource, Properties: change(resource.Properties ?? {}) };
  return { ...template, Resources: { ...template.Resources, [id]: changed } };
}

/** The logical id without the hash at its end. */
export function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
