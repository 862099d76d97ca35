import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * A bundle as the code of a Lambda function: the module alone. The source map stays in `dist`, where
 * an operator finds it; in the package, every cold start would load it.
 */
export function bundleAsset(folder: string): lambda.Code {
  return lambda.Code.fromAsset(folder, { exclude: ['*.map'] });
}

/**
 * A bundle that is in no file, as the code of a Lambda function.
 *
 * @param source the folder that it was made of
 */
export function textCode(source: string, bundle: string): lambda.Code {
  return lambda.Code.fromAsset(source, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the bundle is written without Docker.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle(outputFolder) {
          writeFileSync(join(outputFolder, 'index.mjs'), bundle);
          return true;
        },
      },
    },
  });
}
