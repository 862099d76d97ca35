/** The folder `AWSDynamoDB/<export id>/` of an export, in S3 or on disk. */
export interface ExportFolder {
  /** As an operator would write it. */
  readonly name: string;
  /** Reads a file by its path in the folder; `undefined` when it does not exist. */
  read(path: string): Promise<Uint8Array | undefined>;
}
