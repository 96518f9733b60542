/** An answer before it is put on the wire: what a repetition of its request is answered with, too. */
export interface Answer {
  status: number;
  /** lower-case names; content-type, and what belongs to this answer alone */
  headers: Record<string, string>;
  /** exactly as it is sent */
  body: string;
  /** the body shows a secret: whoever keeps it encrypts it */
  isSecret?: boolean;
  /** sent instead of the body, and never kept for a repetition */
  stream?: ReadableStream<Uint8Array>;
}
