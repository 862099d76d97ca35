/** The folder `AWSDynamoDB/<export id>/` of one export, wherever it is. */
export interface ExportFolder {
  /** As an operator would write it. */
  readonly name: string;
  /** The bytes of a file, by its path in the folder; `undefined` when it is not there. */
  read(path: string): Promise<Uint8Array | undefined>;
}
