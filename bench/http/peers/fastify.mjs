// fastify.mjs PORT: the peer in Fastify, with the probe's contract as its schema both ways.
import Fastify from 'fastify';

const sample = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', minLength: 1, maxLength: 64 },
    quantity: { type: 'integer', minimum: 0, maximum: 1000000 },
    price: { type: 'number', minimum: 0, maximum: 1000000 },
    note: { type: 'string', maxLength: 200 },
    createdAt: { type: 'string', format: 'date-time' },
  },
  required: ['id', 'name', 'quantity', 'price', 'note', 'createdAt'],
  additionalProperties: false,
};
const app = Fastify();
app.get('/plaintext', (request, reply) => reply.type('text/plain; charset=utf-8').send('Hello, World!'));
app.get('/json', () => ({ message: 'Hello, World!' }));
app.post('/echo-validate', { schema: { body: sample, response: { 200: sample } } }, (request) => request.body);
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 });
