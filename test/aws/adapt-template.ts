import { localMediaOriginKey } from '../../shared/runtime/environment.ts';
import type { CloudFormationTemplate, TemplateResource } from '../infra/independent/template.ts';
import { emulatorRegion } from './emulator.ts';

/** What the emulator cannot deploy, and what the check deploys instead. README.md has the evidence. */
interface Gap {
  readonly fault: string;
  /** The resource as the emulator deploys it; nothing to leave it out; the same to leave it as it is. */
  adapt(resource: TemplateResource): TemplateResource | undefined;
}

/** Types that the emulator does not know: it refuses the whole template. */
const unknownTypes: readonly string[] = [
  'AWS::EventSchemas::Registry',
  'AWS::EventSchemas::Schema',
  'AWS::Events::Archive',
];

/** Faults of ministack in CloudFormation. */
export const gaps: readonly Gap[] = [
  {
    fault: 'does not know schema registries and archives of a bus: they are left out',
    adapt: (resource) => (unknownTypes.includes(resource.Type) ? undefined : resource),
  },
  {
    fault: 'refuses alarms on metric math: each watches the first metric of its expression',
    adapt: (resource) => {
      const { Metrics, ...rest } = resource.Properties ?? {};
      if (resource.Type !== 'AWS::CloudWatch::Alarm' || !Metrics) return resource;
      const [stat] = (Metrics as readonly { MetricStat?: MetricStat }[]).flatMap(
        ({ MetricStat }) => MetricStat ?? [],
      );
      if (!stat) return resource;
      const { Metric, Period } = stat;
      return { ...resource, Properties: { ...rest, ...Metric, Period, Statistic: 'Sum' } };
    },
  },
  {
    fault: 'ignores ExcludePunctuation of a generated secret: the characters are excluded by name',
    adapt: (resource) => {
      const generated = resource.Properties?.GenerateSecretString;
      if (resource.Type !== 'AWS::SecretsManager::Secret' || !generated) return resource;
      const GenerateSecretString = { ...generated, ExcludeCharacters: punctuation };
      return { ...resource, Properties: { ...resource.Properties, GenerateSecretString } };
    },
  },
];

interface MetricStat {
  readonly Metric: object;
  readonly Period: number;
}

const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A template with its outputs. */
interface GatewayTemplate extends CloudFormationTemplate {
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/**
 * The template as the emulator can deploy it.
 *
 * Two more changes follow from an emulator on a loopback address: the media mirror may fetch from the
 * emulator's S3, which has a loopback address, and the outputs name function URLs by the emulator's host.
 */
export function adaptTemplate(template: GatewayTemplate, port: number): GatewayTemplate {
  const origin = `http://127.0.0.1:${port}`;
  const Resources = Object.entries(template.Resources).flatMap(([id, resource]) => {
    const adapted = gaps.reduce<TemplateResource | undefined>(
      (current, gap) => current && gap.adapt(current),
      resource,
    );
    if (!adapted) return [];
    const isMirror = adapted.Type === 'AWS::Lambda::Function' && id.startsWith('MediaMirror');
    return [[id, isMirror ? withVariables(adapted, { [localMediaOriginKey]: origin }) : adapted]];
  });
  const Outputs = Object.entries(template.Outputs).map(([name, output]) => [
    name,
    name.endsWith('FunctionUrl') ? { ...output, Value: toLocalHost(output.Value, port) } : output,
  ]);
  return {
    ...template,
    Resources: Object.fromEntries(Resources),
    Outputs: Object.fromEntries(Outputs),
  };
}

/** `https://<id>.lambda-url.eu-west-1.on.aws` → `http://<id>.lambda-url.eu-west-1.localhost:<port>` */
function toLocalHost(url: unknown, port: number): object {
  const host = { 'Fn::Select': [2, { 'Fn::Split': ['/', url] }] };
  const id = { 'Fn::Select': [0, { 'Fn::Split': ['.', host] }] };
  return { 'Fn::Join': ['', ['http://', id, `.lambda-url.${emulatorRegion}.localhost:${port}`]] };
}

function withVariables(resource: TemplateResource, variables: object): TemplateResource {
  const environment = resource.Properties?.Environment as { Variables: object };
  const Environment = { Variables: { ...environment.Variables, ...variables } };
  return { ...resource, Properties: { ...resource.Properties, Environment } };
}
