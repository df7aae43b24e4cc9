/** One HTTP request. */
export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the first packet to the end of the answer. */
  readonly timeoutMs: number;
}

/** What came back: a status, or why none came. */
export type PostAnswer =
  | {
      readonly status: number;
      /** How long the server asks to wait (Retry-After). */
      readonly retryAfterMs?: number;
      /** Where it redirects to. */
      readonly location?: string;
    }
  | { readonly failure: string };

/** Sends a request and follows no redirect. Never rejects. */
export type Post = (request: PostRequest) => Promise<PostAnswer>;
