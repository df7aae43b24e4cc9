/** What was asked for: one action of one block, with everything the command line may add. */
export interface ActionRequest {
  readonly block: string;
  readonly action: string;
  /** Appended to the compiled command. */
  readonly args: readonly string[];
  /** `KEY=value`; a bare `KEY` takes the caller's value. */
  readonly env: readonly string[];
  /** `host:container[:ro]`. */
  readonly mounts: readonly string[];
  /** Answers every prompt with yes. */
  readonly force: boolean;
  /** 0 is silent … 4 is everything; becomes ANSIBLE_VERBOSITY. */
  readonly verbosity: number;
  /** The action's output goes to a terminal that shows colour. */
  readonly colour: boolean;
  readonly transaction: string;
  readonly parent?: string;
  readonly workflow?: string;
  readonly step?: string;
}
