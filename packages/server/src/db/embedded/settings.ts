/**
 * Settings of the embedded PostgreSQL: durable, small when idle, quick in many small transactions.
 * Given on the command line at every start, so that an upgrade of Millrace changes them without touching the cluster.
 */
export function serverSettings(options: {
  socket_dir: string;
  durable: boolean;
  max_connections: number;
}): Record<string, string> {
  return {
    // Only a socket: no port to choose, to collide with or to protect.
    listen_addresses: '',
    unix_socket_directories: options.socket_dir,
    unix_socket_permissions: '0700',
    max_connections: String(options.max_connections),
    shared_buffers: '128MB',
    // Fewer processes: almost all reads of ours come from memory.
    io_method: 'sync',
    max_parallel_workers_per_gather: '0',
    // Compiling a plan costs more than our queries take.
    jit: 'off',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    timezone: 'UTC',
    ...(options.durable
      ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
      : {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          autovacuum: 'off',
        }),
  };
}
