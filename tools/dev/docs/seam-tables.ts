import { bodies } from '../seam/bodies.ts';
import { handshakes, responses } from '../seam/handshakes.ts';
import { medias } from '../seam/media.ts';
import { proofs } from '../seam/proofs.ts';
import { toTable } from './markdown.ts';

/** What an adapter can express: a chapter of `docs/providers.md`. */
export function toSeamChapter(): readonly string[] {
  return [
    '## What an adapter can express',
    'All of this is data: the manifest has the proof, the access to files, the handshake and the response, and `normalize.ts` exports the codec ([adding-a-provider.md](adding-a-provider.md#all-formats-and-proofs)). A ✓ stands for [a test](../test/contract/seam.test.ts) of this body and this proof, with each cell of the other table, and with each of the responses in turn: a genuine callback is accepted and gives its event, a forged one is refused, the handshake succeeds only with the token, and the file is found with its credentials. Other cells say what is missing for the proof.',
    toTable(
      ['proof of origin', ...bodies.map(({ name }) => name)],
      proofs.map((proof) => [proof.name, ...bodies.map((body) => proof.missing?.(body) ?? '✓')]),
    ),
    toTable(
      ['files', ...handshakes.map(({ name }) => name)],
      medias.map(({ name }) => [name, ...handshakes.map(() => '✓')]),
    ),
    `Responses: ${responses
      .map(({ status, body, ...success }) =>
        'contentType' in success
          ? `${status} with \`${body}\` (\`${success.contentType}\`)`
          : `${status} without a body`,
      )
      .join(', ')}, and any other text.`,
  ];
}
