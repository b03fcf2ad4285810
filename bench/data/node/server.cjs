// The methods of bench/data/numbers as a Node.js team would write them: Fastify with schemas, pg with a pool and
// prepared statements. usage: node server.cjs PORT|SOCKET HOST DATABASE CONNECTIONS
const fastify = require('fastify')();
const { Pool } = require('pg');

const [where, host, database, connections] = process.argv.slice(2);
const pool = new Pool({ host, database, user: 'strata', max: Number(connections) });
const rows = 20;
const randomId = () => 1 + Math.floor(Math.random() * 10000);
const find = (client, id) =>
  client.query({ name: 'find', text: 'SELECT id, value FROM number WHERE id = $1', values: [id] });
const rowOf = (result) => ({ id: Number(result.rows[0].id), value: Number(result.rows[0].value) });

const row = {
  type: 'object',
  properties: { id: { type: 'integer' }, value: { type: 'integer' } },
  required: ['id', 'value'],
};
const returns = (schema) => ({ schema: { response: { 200: schema } } });

fastify.get('/one', returns(row), async () => rowOf(await find(pool, randomId())));

fastify.get('/twenty', returns({ type: 'array', items: row }), async () => {
  const results = await Promise.all(Array.from({ length: rows }, () => find(pool, randomId())));
  return results.map(rowOf);
});

fastify.post('/update', async () => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const ids = Array.from({ length: rows }, randomId).sort((a, b) => a - b);
    const set = (id) =>
      client.query({ name: 'set', text: 'UPDATE number SET value = $1 WHERE id = $2', values: [randomId(), id] });
    await Promise.all(ids.map(set));
    await client.query('COMMIT');
    return {};
  } finally {
    client.release();
  }
});

fastify.listen(where.includes('/') ? { path: where } : { port: Number(where), host: '127.0.0.1' });
