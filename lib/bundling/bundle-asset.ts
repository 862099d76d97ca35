import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * A bundle as the code of a Lambda function: the module alone. The source map stays in `dist`, where
 * an operator finds it; in the package, every cold start would load it.
 */
export function bundleAsset(folder: string): lambda.Code {
  return lambda.Code.fromAsset(folder, { exclude: ['*.map'] });
}
