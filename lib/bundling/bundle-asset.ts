import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * A bundle as the code of a Lambda function: the module alone. The source map stays in `dist`, where
 * an operator has it; in the package it would be loaded with every cold start.
 */
export function bundleAsset(folder: string): lambda.Code {
  return lambda.Code.fromAsset(folder, { exclude: ['*.map'] });
}
