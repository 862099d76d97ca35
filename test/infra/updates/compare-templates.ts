import { serviceSpec } from '../independent/resolve.ts';
import {
  type CloudFormationTemplate,
  nameOf,
  type TemplateResource,
} from '../independent/template.ts';

/** What CloudFormation does to the resources of a stack, by their logical ids without hashes. */
export interface TemplateUpdate {
  /** Made anew: the old resource is deleted or retained, and its name, id and content are gone with it. */
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Compares two templates of a stack. Whether a property replaces its resource is what AWS's description of the
 * resource type says. A resource is also replaced when such a property refers to one that is.
 */
export function compareTemplates(
  before: CloudFormationTemplate,
  after: CloudFormationTemplate,
): TemplateUpdate {
  const idsOf = ({ Resources }: CloudFormationTemplate) => Object.keys(Resources);
  const stay = idsOf(after).filter(
    (id) => before.Resources[id]?.Type === after.Resources[id]?.Type,
  );
  const staying = new Set(stay);
  const changed = stay.filter(
    (id) => JSON.stringify(before.Resources[id]) !== JSON.stringify(after.Resources[id]),
  );
  const replaced = new Set(
    changed.filter((id) => changesIdentity(before.Resources[id], after.Resources[id])),
  );
  for (let size = -1; size !== replaced.size; ) {
    size = replaced.size;
    for (const id of stay) {
      if (isIdentifiedBy(after.Resources[id], replaced)) replaced.add(id);
    }
  }
  const names = (ids: readonly string[]) => ids.map(nameOf).sort();
  return {
    replaced: names([...replaced]),
    removed: names(idsOf(before).filter((id) => !staying.has(id))),
    added: names(idsOf(after).filter((id) => !staying.has(id))),
    changed: names(changed.filter((id) => !replaced.has(id))),
  };
}

function changesIdentity(before?: TemplateResource, after?: TemplateResource): boolean {
  return identityOf(after).some(
    (name) =>
      JSON.stringify(before?.Properties?.[name]) !== JSON.stringify(after?.Properties?.[name]),
  );
}

/** Whether a property that replaces a resource refers to one of these. */
function isIdentifiedBy(
  resource: TemplateResource | undefined,
  replaced: ReadonlySet<string>,
): boolean {
  return identityOf(resource).some((name) => {
    const text = JSON.stringify(resource?.Properties?.[name] ?? null);
    return [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].some(([, id = '']) =>
      replaced.has(id),
    );
  });
}

/** The names of the properties whose change replaces the resource. */
function identityOf(resource: TemplateResource | undefined): readonly string[] {
  if (resource === undefined) return [];
  const [type] = serviceSpec().lookup('resource', 'cloudFormationType', 'equals', resource.Type);
  return Object.entries(type?.properties ?? {}).flatMap(([name, { causesReplacement = 'no' }]) =>
    causesReplacement === 'no' ? [] : [name],
  );
}
