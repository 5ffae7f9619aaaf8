// How Node runs the product. Measured with the webhook workload of the bench: 450 to 480 MB of resident memory under load without
// these, 280 with them, and 165 instead of 200 idle; the time that collecting takes stays within what one measurement differs from the next.
//  - The heap is collected when it has doubled. By itself V8 lets it grow to four times of what is in use.
//  - Young objects have 2 × 16 MB. By itself V8 lets them have 128 MB, at the same speed: 350 to 300 MB under load.
//  - What a start leaves behind is collected once (settle_memory.ts).
//  - Buffers of all threads share two arenas of the C library; each thread with its own keeps what it once had.

export const nodeFlags = ['--heap-growing-percent=100', '--max-semi-space-size=16', '--expose-gc'];
export const nodeEnv = { MALLOC_ARENA_MAX: '2' };
