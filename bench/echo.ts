import Fastify from 'fastify';

const app = Fastify();
app.post('/', async (request) => ({ customer: (request.body as { customer: unknown }).customer }));
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
console.log('ready');
