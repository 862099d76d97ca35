import { fileURLToPath } from 'node:url';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { bundleAsset } from '../bundling/bundle-asset.ts';
import { isPackaged } from '../packaged.ts';

/**
 * Folder of the built bundles: in the package beside the modules, and in this repository where
 * `bundleFunctions` writes them.
 */
const bundlesFolder = new URL(
  isPackaged ? '../../../functions/' : '../../dist/functions/',
  import.meta.url,
);

/** Path of a built bundle, `<id of a provider>` or one of `bundleNames`. */
export function prebuiltFolder(bundleName: string): string {
  return fileURLToPath(new URL(bundleName, bundlesFolder));
}

/** A built bundle as the code of a function: a new object each time, because it belongs to one stack. */
export function prebuiltCode(bundleName: string): lambda.Code {
  return bundleAsset(prebuiltFolder(bundleName));
}
