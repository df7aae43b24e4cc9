/** The name rule as one pattern that is matched in linear time. */
export const NAME_PATTERN = '^(?=..)[A-Za-z][A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+)*$';

/** The same for blocks, which are also called after where they come from: `registry.example.com:5000/acme/k8s/harbor`, `web.example.com`. */
export const BLOCK_NAME_PATTERN =
  '^(?:[A-Za-z0-9-]+(?:(?:\\.[A-Za-z0-9-]+)+(?::[0-9]+)?|:[0-9]+)/)?(?=..)[A-Za-z][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)*$';

/** Durations such as `90s`, `30m`, `1h30m`. */
export const DURATION_PATTERN = '^(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+$';

/** The keys of which an action has exactly one, in the order errors name them. */
export const ACTION_KINDS = ['script', 'playbook', 'terraform', 'helm', 'kubectl', 'compose'] as const;

/** Kinds of block with a meaning of their own; any other name is allowed, with a warning. */
export const BLOCK_KINDS = [
  'generic',
  'linuxapp',
  'dockerapp',
  'k8sapp',
  'k8sappinstance',
  'k8scluster',
  'library',
] as const;

/** Amounts of memory such as `512m`, `1.5g`, `2GiB`; units are powers of 1024, as docker takes them. */
export const MEMORY_PATTERN = '^[0-9]+(?:\\.[0-9]+)? ?[kKmMgGtT](?:[iI]?[bB])?$';

/** Linux capabilities, as in capabilities(7), and all of them. */
export const CAPABILITIES = [
  ...(['ALL', 'AUDIT_CONTROL', 'AUDIT_READ', 'AUDIT_WRITE', 'BLOCK_SUSPEND', 'BPF', 'CHECKPOINT_RESTORE'] as const),
  ...([
    'CHOWN',
    'DAC_OVERRIDE',
    'DAC_READ_SEARCH',
    'FOWNER',
    'FSETID',
    'IPC_LOCK',
    'IPC_OWNER',
    'KILL',
    'LEASE',
  ] as const),
  ...(['LINUX_IMMUTABLE', 'MAC_ADMIN', 'MAC_OVERRIDE', 'MKNOD', 'NET_ADMIN', 'NET_BIND_SERVICE'] as const),
  ...([
    'NET_BROADCAST',
    'NET_RAW',
    'PERFMON',
    'SETFCAP',
    'SETGID',
    'SETPCAP',
    'SETUID',
    'SYSLOG',
    'SYS_ADMIN',
  ] as const),
  ...(['SYS_BOOT', 'SYS_CHROOT', 'SYS_MODULE', 'SYS_NICE', 'SYS_PACCT', 'SYS_PTRACE', 'SYS_RAWIO'] as const),
  ...(['SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'WAKE_ALARM'] as const),
] as const;
