import { hash } from 'node:crypto';
import { emulatorPaths } from '../../emulator-client/local-urls.ts';
import { putTestPicture } from '../aws/s3-test-picture.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';
import { type Run, testPicture, testPictureKey } from './test-account.ts';
import type { TestPicture } from './test-callbacks.ts';

/** A file of the emulator, whose buckets have an address that the mirror refuses. */
const emulatorPicture = { file: 'photo.jpg', mimeType: 'image/jpeg' };

/**
 * Provides a picture that the mirror can download: an object of the media bucket behind a presigned link.
 * It is downloaded once here, so that a link that does not open is not mistaken for a failure of the mirror.
 *
 * @throws {OperatorError} when the link does not open
 */
export async function putPicture(
  { clients, resources, localOrigin }: Gateway,
  run: Run,
): Promise<TestPicture> {
  if (localOrigin !== undefined) {
    const url = `${localOrigin}${emulatorPaths.media}${emulatorPicture.file}`;
    return { url, mimeType: emulatorPicture.mimeType, sha256: await hashOf(url) };
  }
  const mimeType = 'image/png';
  const object = { bucket: resources.mediaBucket, key: testPictureKey(run) };
  const url = await putTestPicture(
    clients.s3,
    object,
    { bytes: testPicture, mimeType },
    run.startedAt,
  );
  return { url, mimeType, sha256: await hashOf(url) };
}

async function hashOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (response.ok) return hash('sha256', await response.bytes());
  await response.body?.cancel();
  throw new OperatorError(
    `the link to the test picture responds with ${response.status}: this role needs s3:GetObject on the media bucket, and kms:Decrypt if you configured a key`,
  );
}
