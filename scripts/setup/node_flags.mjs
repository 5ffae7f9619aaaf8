// How Node runs the product. Measured with the webhook workload of the bench: 480 MB of resident memory without these, half with
// them, for about a twentieth of the time.
//  - Short-lived objects get 8 MB at a time instead of 16, three times: what they had is never given back.
//  - The heap is collected when it has doubled. By itself V8 lets it grow to four times of what is in use.
//  - What a start leaves behind is collected once (settle_memory.ts).
//  - Buffers of all threads share two arenas of the C library; each thread with its own keeps what it once had.

export const nodeFlags = ['--max-semi-space-size=8', '--heap-growing-percent=100', '--expose-gc'];
export const nodeEnv = { MALLOC_ARENA_MAX: '2' };
